"""The command `carepath watch`: where it says the page is, what it refuses, and that Ctrl-C ends it."""

import http.client
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from carepath.__main__ import main

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds before a test gives up


def test_it_prints_its_address_draws_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    file = tmp_path / "minimal.yaml"
    file.write_bytes((ROOT / "tests" / "authoring" / "minimal.yaml").read_bytes())
    command = [sys.executable, "-W", "error", "-m", "carepath", "watch", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith(f"{file} is shown at http://127.0.0.1:")
            port = urlsplit(line.split()[-3]).port
            page = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            page.request("GET", "/events")
            with page.getresponse() as answer:
                said = ""
                while '"standing": "good"' not in said:
                    said = answer.readline().decode()
                    assert '"standing": "fault"' not in said
                process.send_signal(signal.SIGINT)
                assert b"event: over" in answer.read()
            page.close()
            out, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert (process.returncode, out, err) == (0, "", "stopped\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing.yaml"], "there is no file nothing.yaml."),
        (["smal.yaml"], "there is no file smal.yaml; did you mean small.yaml?"),
        (["."], ". is a folder; name one definition, such as og.yaml"),
        (["small.yaml", "--port", "70000"], "'70000' is not a port: a whole number from 0 to 65535"),
        (["small.yaml", "--port", "web"], "'web' is not a port"),
        (["small.yaml", "--page", "A5"], "invalid choice: 'A5'"),
    ],
)
def test_misuse_is_one_sentence(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "small.yaml").write_text("carepath: 1\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["watch", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_port_that_is_taken_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "small.yaml").write_text("carepath: 1\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["watch", "small.yaml", "--port", str(port)]) == 2
    err = capsys.readouterr().err
    assert f"carepath watch: port {port} cannot be used" in err
    assert "without --port a free one is taken" in err


def test_open_opens_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "small.yaml").write_text("carepath: 1\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)

    def pressed(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", pressed)
    assert main(["watch", "small.yaml", "--open"]) == 0
    assert opened == [capsys.readouterr().out.split(" is shown at ")[1].split()[0]]
