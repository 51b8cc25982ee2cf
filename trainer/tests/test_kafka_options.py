from pathlib import Path

import pytest

from edgecart_trainer.command_line import main
from edgecart_trainer.kafka_source import KafkaSource, client_settings


@pytest.mark.parametrize("address", ["kafka", "kafka:", ":9092", "kafka:port", "kafka:70000", "a:1,b", ""])
def test_an_address_without_host_or_port_is_refused(address: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["train", "--catalogue", "catalogue.json", "--kafka", address])
    assert ended.value.code == 2
    assert "must be host:port" in capsys.readouterr().err


def test_a_user_without_a_password_is_told_where_to_put_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("EDGECART_KAFKA_PASSWORD", raising=False)
    assert main(["train", "--catalogue", "catalogue.json", "--kafka", "k:9092", "--kafka-user", "me"]) == 2
    assert "EDGECART_KAFKA_PASSWORD" in capsys.readouterr().err


def test_an_authority_that_is_no_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    options = ["train", "--catalogue", "catalogue.json", "--kafka", "k:9092", "--kafka-ca", str(tmp_path / "ca.pem")]
    assert main(options) == 2
    assert "ca.pem is not a file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("tls", "ca", "user", "protocol"),
    [
        (False, None, None, "PLAINTEXT"),
        (True, None, None, "SSL"),
        (False, Path("ca.pem"), None, "SSL"),
        (False, None, "me", "SASL_PLAINTEXT"),
        (False, Path("ca.pem"), "me", "SASL_SSL"),
    ],
)
def test_the_protocol_follows_from_what_is_given(tls: bool, ca: Path | None, user: str | None, protocol: str):
    source = KafkaSource("k:9092", Path("snapshot"), tls=tls, ca=ca, user=user, password="secret")
    assert client_settings(source, print)["security.protocol"] == protocol
