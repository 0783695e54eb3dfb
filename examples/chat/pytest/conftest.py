# run-emulator exec -- pytest: each test gets a client that speaks with a project of its own.
import os
import urllib.parse
import urllib.request

import openai
import pytest


@pytest.fixture
def client(request):
    project = urllib.parse.quote(request.node.nodeid, safe="")
    yield openai.OpenAI(base_url=os.environ["OPENAI_BASE_URL"], api_key="any", project=project)
    control = f"{os.environ['RUN_EMULATOR_URL']}/_emulator/reset?project={urllib.parse.quote(project)}"
    urllib.request.urlopen(urllib.request.Request(control, method="POST"))
