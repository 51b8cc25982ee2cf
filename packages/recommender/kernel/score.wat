;; The scan of the catalogue. Reads each int8 row once, and finds the rows above a threshold in the same pass.
;;
;; score[row] = float(sum) * query_scale * scale[row] + popularity_factor * popularity[row], each step rounded to float32,
;; with the exact integer sum of row[k] * query[k]. src/scan-in-typescript.ts is its twin, bit by bit.
;;
;; Four rows at a time. What lies behind the last row is read too, by up to three rows and 15 bytes, and the scores of
;; rows that are not there are written: the memory reaches further (src/model-memory.ts), the caller ignores them.
(module
  (import "m" "m" (memory 1))

  ;; Answers with the end of the list of rows that were found, which starts at $found.
  (func (export "scan")
    (param $row i32) (param $end i32)             ;; rows to score: $end is not among them
    (param $vectors i32) (param $dimensions i32)  ;; address of row 0
    (param $query i32) (param $query_end i32)     ;; int16, filled up with zeros to a multiple of 16
    (param $scales i32) (param $popularity i32) (param $scores i32)  ;; addresses of row 0, float32 each
    (param $query_scale f32) (param $popularity_factor f32)
    (param $threshold f32) (param $found i32)     ;; rows with a score above it are appended to $found, uint32 each
    (result i32)
    (local $at i32) (local $at1 i32) (local $at2 i32) (local $at3 i32)
    (local $part i32) (local $four i32) (local $mask i32)
    (local $sum0 v128) (local $sum1 v128) (local $sum2 v128) (local $sum3 v128)
    (local $low v128) (local $high v128) (local $score v128)

    (local.set $at (i32.add (local.get $vectors) (i32.mul (local.get $row) (local.get $dimensions))))
    (loop $rows
      (local.set $at1 (i32.add (local.get $at) (local.get $dimensions)))
      (local.set $at2 (i32.add (local.get $at1) (local.get $dimensions)))
      (local.set $at3 (i32.add (local.get $at2) (local.get $dimensions)))
      (local.set $sum0 (v128.const i32x4 0 0 0 0))
      (local.set $sum1 (v128.const i32x4 0 0 0 0))
      (local.set $sum2 (v128.const i32x4 0 0 0 0))
      (local.set $sum3 (v128.const i32x4 0 0 0 0))
      (local.set $part (local.get $query))
      (loop $parts
        ;; Sixteen dimensions: the bytes become int16, and the products of neighbours are added up to int32.
        (local.set $low (v128.load (local.get $part)))
        (local.set $high (v128.load offset=16 (local.get $part)))
        (local.set $sum0 (i32x4.add (local.get $sum0) (i32x4.add
          (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $at)) (local.get $low))
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $at)) (local.get $high)))))
        (local.set $sum1 (i32x4.add (local.get $sum1) (i32x4.add
          (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $at1)) (local.get $low))
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $at1)) (local.get $high)))))
        (local.set $sum2 (i32x4.add (local.get $sum2) (i32x4.add
          (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $at2)) (local.get $low))
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $at2)) (local.get $high)))))
        (local.set $sum3 (i32x4.add (local.get $sum3) (i32x4.add
          (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $at3)) (local.get $low))
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $at3)) (local.get $high)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (local.set $at1 (i32.add (local.get $at1) (i32.const 16)))
        (local.set $at2 (i32.add (local.get $at2) (i32.const 16)))
        (local.set $at3 (i32.add (local.get $at3) (i32.const 16)))
        (local.set $part (i32.add (local.get $part) (i32.const 32)))
        (br_if $parts (i32.lt_u (local.get $part) (local.get $query_end))))

      ;; The four sums of four numbers become one vector.
      (local.set $low (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $sum0) (local.get $sum1))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $sum0) (local.get $sum1))))
      (local.set $high (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $sum2) (local.get $sum3))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $sum2) (local.get $sum3))))
      (local.set $four (i32.shl (local.get $row) (i32.const 2)))
      (local.set $score (f32x4.add
        (f32x4.mul
          (f32x4.mul
            (f32x4.convert_i32x4_s (i32x4.add
              (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $low) (local.get $high))
              (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $low) (local.get $high))))
            (f32x4.splat (local.get $query_scale)))
          (v128.load (i32.add (local.get $scales) (local.get $four))))
        (f32x4.mul
          (f32x4.splat (local.get $popularity_factor))
          (v128.load (i32.add (local.get $popularity) (local.get $four))))))
      (v128.store (i32.add (local.get $scores) (local.get $four)) (local.get $score))

      ;; Seldom once the threshold has risen: each of the four is written, and stays if it is above.
      (local.set $mask (i32x4.bitmask (f32x4.gt (local.get $score) (f32x4.splat (local.get $threshold)))))
      (if (local.get $mask) (then
        (i32.store (local.get $found) (local.get $row))
        (local.set $found (i32.add (local.get $found)
          (i32.and (i32.shl (local.get $mask) (i32.const 2)) (i32.const 4))))
        (i32.store (local.get $found) (i32.add (local.get $row) (i32.const 1)))
        (local.set $found (i32.add (local.get $found)
          (i32.and (i32.shl (local.get $mask) (i32.const 1)) (i32.const 4))))
        (i32.store (local.get $found) (i32.add (local.get $row) (i32.const 2)))
        (local.set $found (i32.add (local.get $found) (i32.and (local.get $mask) (i32.const 4))))
        (i32.store (local.get $found) (i32.add (local.get $row) (i32.const 3)))
        (local.set $found (i32.add (local.get $found)
          (i32.and (i32.shr_u (local.get $mask) (i32.const 1)) (i32.const 4))))))

      ;; $at has gone beyond the row's end when the dimensions are no multiple of 16: count anew.
      (local.set $row (i32.add (local.get $row) (i32.const 4)))
      (local.set $at (i32.add (local.get $vectors) (i32.mul (local.get $row) (local.get $dimensions))))
      (br_if $rows (i32.lt_u (local.get $row) (local.get $end))))
    (local.get $found)))
