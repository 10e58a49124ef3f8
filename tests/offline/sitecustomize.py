"""Python reads this at its start where this folder is on its path; then the network is shut."""

from shut_network import shut

shut()
