"""``python -m zhengjian.lab SOCKET``: one serving process; started by ``serve`` and by nobody else."""

from zhengjian.lab.server import main

main()
