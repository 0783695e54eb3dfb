# run-emulator exec -- pytest: each test gets a client that speaks with a project of its own.
import os
import re
import urllib.request

import openai
import pytest


@pytest.fixture
def client(request):
    project = re.sub(r"[^\w.-]+", "-", request.node.name)
    yield openai.OpenAI(base_url=os.environ["OPENAI_BASE_URL"], api_key="any", project=project)
    control = f"{os.environ['RUN_EMULATOR_URL']}/_emulator/reset?project={project}"
    urllib.request.urlopen(urllib.request.Request(control, method="POST"))
