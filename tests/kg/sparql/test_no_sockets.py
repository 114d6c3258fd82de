import subprocess
import sys

import pytest

TRY = """
import socket, threading
from kg.sparql.no_sockets import give_up_sockets

def attempt():
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        try:
            socket.socket(family)
        except PermissionError:
            print("refused")
        else:
            print("opened")

assert give_up_sockets()
attempt()
thread = threading.Thread(target=attempt)
thread.start()
thread.join()
print(open("/dev/null").read() == "")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a filter of the Linux kernel")
def test_no_socket_can_be_opened_but_files_can() -> None:
    ran = subprocess.run([sys.executable, "-c", TRY], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["refused"] * 6 + ["True"]
