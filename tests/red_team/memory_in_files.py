"""Fill every place in memory that looks like a file, 3 GB in all.

class: 12 GB allocations
gain: harm
nbgrader: works
"""

import os

total = 0
block = b"x" * 2**20
for folder in ("/dev/shm", "/tmp", "/", "/dev", "/run", "/var", "/mnt", "/x"):
    try:
        os.makedirs(folder, exist_ok=True)
        for number in range(16):
            with open(f"{folder}/fill-{number}", "wb", 0) as file:
                for _ in range(32):
                    if file.write(block) < len(block) or total > 3 * 2**30:
                        break
                    total += len(block)
    except OSError:
        continue
print(total >> 20, "MB")
if total > 400 * 2**20:
    print("@ESCAPED@:", total >> 20, "MB in files")
