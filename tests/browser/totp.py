"""What an application of codes shows (RFC 6238), from the key that a person copies."""

import base64
import hashlib
import hmac
import struct
import time


def code_for(secret: str) -> str:
    """The six digits of now."""
    key = base64.b32decode(secret.replace(" ", ""))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
