"""Write one file of 2 GB.

class: 300 MB of output
gain: harm
nbgrader: not_applicable = "the outer box limits it"
"""

block = b"x" * 2**22
with open("huge.bin", "wb") as file:
    for _ in range(512):
        file.write(block)
print("@ESCAPED@: 2 GB on disk")
