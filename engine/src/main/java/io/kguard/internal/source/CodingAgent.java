// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.EventSource;
import io.kguard.event.JsonString;
import io.kguard.event.JsonValue;
import io.kguard.event.JsonWriter;
import io.kguard.event.SourceEvent;
import io.kguard.internal.source.SourceField.Extraction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tool calls of coding agents. A log has what a hook of an agent gets ({@code hook_event_name}, {@code tool_name} and so on),
 * or what Prempti's interceptor makes of it: {@code agent_name}, {@code agent_pid} and the {@code event}.
 *
 * <p>Source: Prempti's plugin {@code coding_agent}, 0.2.1, where the files that a path names do not exist: links are not
 * followed.
 */
final class CodingAgent extends FieldedSource {
    private static final String EVENT = "event";
    private static final String AGENT = "agent_name";
    private static final String PID = "agent_pid";
    private static final String OPERATION = "patch_op";
    private static final String PATH = "patch_path";
    private static final String TOOL = "tool_name";
    private static final String INPUT = "tool_input";
    private static final String FIRST_AGENT = "claude_code";
    private static final Set<String> TOOLS_WITH_FILE = Set.of("Write", "Edit", "Read");

    CodingAgent() {
        super(EventSource.CODING_AGENT, "0.2.1", "%tool.name by %agent.name");
        put("correlation.id", new Extraction.Count(document -> 1L));
        put("agent.pid", new Extraction.Count(document -> {
            JsonValue pid = document.get(PID);
            return pid == null ? 0L : FastJson.number(pid);
        }));
        put("agent.os", document -> "linux");
        put("agent.real_cwd", CodingAgent::folder);
        put("agent.real_cwd_prefix", document -> {
            String folder = folder(document);
            return folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
        });
        put("tool.input", CodingAgent::input);
        put(
                "tool.input_command",
                document -> FastJson.textOrEmpty(document, EVENT, TOOL).equals("Bash")
                        ? FastJson.textOrEmpty(document, EVENT, INPUT, "command")
                        : "");
        put("tool.file_path", CodingAgent::file);
        put("tool.real_file_path", CodingAgent::realFile);
    }

    @Override
    String string(JsonValue event, String... path) {
        return FastJson.textOrEmpty(event, path);
    }

    private static String folder(JsonValue document) {
        return withoutDots(FastJson.textOrEmpty(document, EVENT, "cwd"));
    }

    private static String file(JsonValue document) {
        String patched = FastJson.textOrEmpty(document, PATH);
        if (!patched.isEmpty()) {
            return patched;
        }
        return TOOLS_WITH_FILE.contains(FastJson.textOrEmpty(document, EVENT, TOOL))
                ? FastJson.textOrEmpty(document, EVENT, INPUT, "file_path")
                : "";
    }

    private static String realFile(JsonValue document) {
        String file = file(document);
        return file.isEmpty() || file.startsWith("/") ? withoutDots(file) : withoutDots(folder(document) + "/" + file);
    }

    private static String input(JsonValue document) {
        JsonValue input = document.get(EVENT, INPUT);
        return input == null ? "{}" : sortedJson(input);
    }

    @Override
    public boolean isJson() {
        return false;
    }

    @Override
    public boolean wrote(JsonValue document) {
        return isHook(document) || document.get(AGENT) != null && isHook(document.get(EVENT));
    }

    private static boolean isHook(@Nullable JsonValue value) {
        return value != null && value.get("hook_event_name") != null;
    }

    /** A tool call has no time; the plugin gives it the one at which it arrives. */
    @Override
    public List<SourceEvent> events(JsonValue document) {
        boolean wrapped = document.get(AGENT) != null && FastJson.isObject(document.get(EVENT));
        JsonValue event = wrapped ? document.get(EVENT) : document;
        if (event == null || !FastJson.isObject(event)) {
            throw new SourceEventException("this is no tool call; what a hook of the agent gets is expected, such as"
                    + " {\"hook_event_name\": \"PreToolUse\", \"tool_name\": \"Bash\", \"tool_input\": {...}}");
        }
        String agent = wrapped ? FastJson.textOrEmpty(document, AGENT) : FIRST_AGENT;
        String path = wrapped ? FastJson.textOrEmpty(document, PATH) : "";
        if (agent.equals("codex") && FastJson.textOrEmpty(event, TOOL).equals("apply_patch") && path.isEmpty()) {
            throw new SourceEventException(
                    "the plugin makes an event of each file of this patch, and kguard does not take"
                            + " patches apart: write an event for each file, with \"" + OPERATION
                            + "\": \"Add\", \"Update\", \"Delete\" or \"Move\", and \"" + PATH
                            + "\": \"FILE\" beside \"" + EVENT + "\"");
        }
        JsonValue pid = wrapped ? document.get(PID) : null;
        String payload = String.join(
                "\n",
                "1",
                agent,
                pid == null ? "0" : Long.toUnsignedString(FastJson.number(pid)),
                wrapped ? FastJson.textOrEmpty(document, OPERATION) : "",
                path,
                sortedJson(event));
        return List.of(new DocumentEvent(source(), document(payload), payload, 0, false));
    }

    @Override
    public JsonValue document(String payload) {
        String[] parts = payload.split("\n", 6);
        if (parts.length < 6) {
            return JsonValue.parse(""); // other plugins in development have the same id, and this is none of Prempti's
        }
        StringBuilder text = new StringBuilder("{");
        append(text, AGENT, parts[1]).append(',');
        text.append('"').append(PID).append("\":").append(parts[2]).append(',');
        append(text, OPERATION, parts[3]).append(',');
        append(text, PATH, parts[4]).append(',');
        text.append('"').append(EVENT).append("\":").append(parts[5]).append('}');
        return JsonValue.parse(text.toString());
    }

    private static StringBuilder append(StringBuilder text, String key, String value) {
        text.append('"').append(key).append("\":");
        JsonString.append(text, value);
        return text;
    }

    @Override
    public @Nullable String info(JsonValue event) {
        return null;
    }

    /** Compact JSON whose keys are sorted, as Rust's {@code serde_json} writes it. */
    private static String sortedJson(JsonValue value) {
        JsonWriter json = JsonWriter.compact();
        write(json, value);
        return json.json();
    }

    private static void write(JsonWriter json, JsonValue value) {
        switch (value.kind()) {
            case OBJECT -> {
                Map<String, JsonValue> members = new TreeMap<>();
                for (int i = 0; i < value.size(); i++) {
                    members.put(value.key(i), value.element(i));
                }
                json.object();
                members.forEach((key, member) -> write(json.key(key), member));
                json.end();
            }
            case ARRAY -> {
                json.array();
                for (int i = 0; i < value.size(); i++) {
                    write(json, value.element(i));
                }
                json.end();
            }
            case STRING -> json.value(String.valueOf(value.tree()));
            default -> json.written(value.json());
        }
    }

    /** A path without {@code .} and {@code ..}, without a look at files; {@code ..} at its start vanishes. */
    private static String withoutDots(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return (path.startsWith("/") ? "/" : "") + String.join("/", names);
    }
}
