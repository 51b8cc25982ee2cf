package edgecart.samza;

/** Where a cell's newest total goes; null takes it back. */
interface Teller {
  void tell(String cell, String total);
}
