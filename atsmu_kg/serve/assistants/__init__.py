"""The graph for assistants: tools, resources and prompts of the Model Context Protocol.

- ``server``: what a client can list and call; ``stdio``, ``streamable``: how it comes here
- ``tools``: what each does; ``arguments``: what it takes; ``brevity``: how answers are told
- ``resources``, ``card``: what can be read; ``prompts``: how to go about it; ``refusals``: errors

All is asked of ``serve.questions``. Only here is the SDK imported, and only when assistants are answered.
"""
