"""The server that assistants see: its tools, resources and prompts, by the SDK of the protocol."""

from __future__ import annotations

import json

import mcp_types as types
from mcp.server.lowlevel import Server

from atsmu_kg._version import __version__
from atsmu_kg.citations.bibliography import OURS
from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.files import template
from atsmu_kg.serve.assistants import prompts
from atsmu_kg.serve.assistants.card import Card
from atsmu_kg.serve.assistants.refusals import hidden, refused, told
from atsmu_kg.serve.assistants.resources import Resources
from atsmu_kg.serve.assistants.tools import Tools

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mcp.server.context import ServerRequestContext

    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.serve.questions import Questions

    Context = ServerRequestContext[Any, Any]
    Page = types.PaginatedRequestParams | None

NAME = "atsmu-kg"
# All that a tool does is to read this graph.
READS = types.ToolAnnotations(read_only_hint=True, open_world_hint=False)


def assistants_server(kg: KnowledgeGraph, questions: Questions) -> Server[Any]:
    """The server of a graph for assistants, to be run on a transport.

    kg: the graph.
    questions: what answers of it; opened by who runs the server.

    An error of ours is an answer that says so, with its advice; any other is told in the log only.
    """
    card = Card(kg)
    tools, resources = Tools(questions, card), Resources(kg, questions, card)

    async def list_tools(_: Context, __: Page) -> types.ListToolsResult:
        listed = [types.Tool.model_validate(tool | {"annotations": READS}) for tool in tools.listed]
        return types.ListToolsResult(tools=listed)

    async def call_tool(_: Context, call: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            with hidden():
                answer = await tools.call(call.name, call.arguments)
        except AtsmuKGError as error:
            return types.CallToolResult(content=[types.TextContent(text=told(error))], is_error=True)
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=answer)

    async def list_resources(_: Context, __: Page) -> types.ListResourcesResult:
        return types.ListResourcesResult.model_validate({"resources": resources.listed})

    async def list_templates(_: Context, __: Page) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult.model_validate({"resourceTemplates": resources.templates})

    async def read_resource(_: Context, asked: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        with hidden(), refused():
            media_type, text = await resources.read(str(asked.uri))
        content = types.TextResourceContents(uri=asked.uri, mime_type=media_type, text=text)
        return types.ReadResourceResult(contents=[content])

    async def list_prompts(_: Context, __: Page) -> types.ListPromptsResult:
        return types.ListPromptsResult.model_validate({"prompts": prompts.listed()})

    async def get_prompt(_: Context, asked: types.GetPromptRequestParams) -> types.GetPromptResult:
        with refused():
            text = prompts.text(asked.name, asked.arguments)
        message = types.PromptMessage(role="user", content=types.TextContent(text=text))
        return types.GetPromptResult(messages=[message])

    return Server(
        NAME,
        version=__version__,
        instructions=template(__file__, "instructions.md").substitute(title=(kg.work or OURS).title),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
    )
