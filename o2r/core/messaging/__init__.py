"""Messages to people who have no account: written in the transaction of the act, sent after it.

``services.post`` writes one, sealed with the key of the file it is about; the recurring job
``messages`` sends what is due, through the provider that the instance chose. Nothing is sent twice:
a message whose fate nobody knows (the provider hung, the worker was killed) is never sent again
before the provider has said that it holds nothing under its tag. Start by ``services``.
"""
