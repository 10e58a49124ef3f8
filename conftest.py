"""Promise P7, for every test there is: the network is shut before the first of them is collected.

Processes that a test starts are shut in by ``tests/attacks/test_offline.py``.
"""

from __future__ import annotations

from shut_network import shut

shut()
