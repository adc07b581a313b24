// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static io.kguard.internal.yaml.YamlMapping.keys;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlFormat;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Events described in YAML, the file form of {@link EventBuilder}:
 *
 * <pre>{@code
 * containers:
 *   - {name: nginx, image: "nginx:1.25", pod: web, namespace: default}
 * processes:
 *   - {name: nginx, path: /usr/sbin/nginx, container: nginx}
 * actions:
 *   - nginx: {reads: /etc/shadow}
 *   - nginx: {spawns: [/bin/sh, -c, id], as: sh}
 *   - sh: {connects: "203.0.113.77:3333"}
 * }</pre>
 */
@API(status = API.Status.INTERNAL)
public final class EventScript {
    private static final YamlFormat FORMAT =
            new YamlFormat("event script", "it should have processes and actions", 1 << 20, 10, 0, 1 << 20);

    private static final int MOST = Integer.MAX_VALUE;

    private static final Set<String> SCRIPT_KEYS = keys("containers", "processes", "actions");
    private static final Set<String> CONTAINER_KEYS = keys("name", "image", "pod", "namespace");
    private static final Set<String> PROCESS_KEYS = keys("name", "path", "args", "container", "terminal");

    private final EventBuilder events;
    private final Map<String, WrittenContainer> containers = new LinkedHashMap<>();
    private final Map<String, WrittenProcess> processes = new LinkedHashMap<>();

    private EventScript(FalcoVersion version) {
        this.events = new EventBuilder(version);
    }

    /**
     * The events that a text describes.
     *
     * @param file the name of the text, for messages
     * @param text the YAML
     * @param version the events to make
     * @throws EventScriptException if the text has a mistake; it names all of them
     */
    public static EventBuilder parse(String file, String text, FalcoVersion version) {
        return read(YamlDocument.of(file, text, FORMAT, (value, written) -> written), version);
    }

    /**
     * The events that a file describes.
     *
     * @param file the YAML, in UTF-8
     * @param version the events to make
     * @throws EventScriptException if the text has a mistake; it names all of them
     * @throws IOException if there is no such file, or it can't be read
     */
    public static EventBuilder read(Path file, FalcoVersion version) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        return read(YamlDocument.read(file.toString(), file, FORMAT, (value, written) -> written), version);
    }

    private static EventBuilder read(YamlDocument document, FalcoVersion version) {
        YamlValue root = document.root();
        if (root == null) {
            throw new EventScriptException(document.problems());
        }
        return read(root, version);
    }

    /** The events that a value describes. All that its document finds wrong is in the exception. */
    static EventBuilder read(YamlValue root, FalcoVersion version) {
        EventScript script = new EventScript(version);
        YamlDocument document = root.document();
        YamlMapping top = root.mapping("a script", SCRIPT_KEYS);
        if (top != null) {
            each(top, "containers", script::container);
            each(top, "processes", script::process);
            each(top, "actions", script::action);
        }
        if (document.mistakes() > 0) {
            throw new EventScriptException(document.problems());
        }
        return script.events;
    }

    private static void each(YamlMapping top, String key, Consumer<YamlValue> reader) {
        top.items(key, MOST).stream()
                .takeWhile(item -> !item.document().isHopeless())
                .forEach(reader);
    }

    private void container(YamlValue value) {
        YamlMapping keys = value.mapping("a container", CONTAINER_KEYS);
        if (keys == null) {
            return;
        }
        keys.require("name", "processes name it");
        keys.require("image", "for example nginx:1.25");
        String name = orEmpty(keys.text("name"));
        String image = orEmpty(keys.text("image"));
        String pod = keys.text("pod");
        String namespace = keys.text("namespace");
        WrittenContainer container = pod == null
                ? events.container(name, image)
                : events.pod(pod, namespace == null ? "default" : namespace).container(name, image);
        if (containers.put(name, container) != null) {
            keys.problem("name", "a second container is named \"" + name + "\"", "give it another name");
        }
    }

    /** Of a process with mistakes the name is known all the same, so that its actions are not mistakes, too. */
    private void process(YamlValue value) {
        YamlMapping keys = value.mapping("a process", PROCESS_KEYS);
        if (keys == null) {
            return;
        }
        keys.require("name", "actions name it");
        keys.require("path", "its program, for example /usr/sbin/nginx");
        String path = orEmpty(keys.text("path"));
        String[] args = texts(keys.get("args")).toArray(new String[0]);
        YamlValue in = keys.get("container");
        WrittenContainer container = in == null ? null : known(containers, in, "container");
        WrittenProcess process = container == null ? events.process(path, args) : container.process(path, args);
        if (keys.flag("terminal", false)) {
            process.onTerminal();
        }
        YamlValue name = keys.get("name");
        if (name != null) {
            name(name, process);
        }
    }

    private void name(YamlValue value, WrittenProcess process) {
        String name = orEmpty(value.text());
        if (processes.put(name, process) != null) {
            value.problem("a second process is named \"" + name + "\"", "give it another name");
        }
    }

    private void action(YamlValue value) {
        YamlMapping action = value.isMapping() ? value.mapping("an action") : null;
        YamlValue what = action != null && action.values().size() == 1
                ? action.values().iterator().next()
                : null;
        YamlMapping keys = what != null && what.isMapping() ? what.mapping("an action") : null;
        if (action == null || what == null || keys == null) {
            value.problem("an action is written as PROCESS: {VERB: ...}", "for example nginx: {reads: /etc/shadow}");
            return;
        }
        String name = what.key();
        WrittenProcess process = processes.get(name);
        if (process == null) {
            action.problemOfKey(name, "no process is named \"" + name + "\"", Nearest.hint(name, processes.keySet()));
            process = events.process("");
        }
        List<String> verbs =
                keys.keys().stream().filter(key -> !key.equals("as")).toList();
        if (verbs.size() == 1) {
            process = act(process, keys, verbs.get(0));
        } else {
            what.problem("an action has one verb", "one of " + String.join(", ", ScriptVerbs.KNOWN));
        }
        YamlValue as = keys.get("as");
        if (as != null) {
            name(as, process);
        }
    }

    private static WrittenProcess act(WrittenProcess process, YamlMapping keys, String verb) {
        if (!ScriptVerbs.KNOWN.contains(verb)) {
            keys.problemOfKey(verb, "there is no verb \"" + verb + "\"", Nearest.hint(verb, ScriptVerbs.KNOWN));
            return process;
        }
        int before = keys.place().document().mistakes();
        List<String> values = texts(keys.get(verb));
        if (keys.place().document().mistakes() > before) {
            return process;
        }
        try {
            return ScriptVerbs.run(process, verb, values);
        } catch (IllegalArgumentException e) {
            keys.problem(verb, String.valueOf(e.getMessage()), "");
            return process;
        }
    }

    /** The members of a list of strings, or a string as the only one. */
    private static List<String> texts(@Nullable YamlValue value) {
        if (value == null) {
            return List.of();
        }
        if (value.isList()) {
            return value.texts(MOST);
        }
        String text = value.text();
        return text == null ? List.of() : List.of(text);
    }

    /** What a name stands for; null, and a problem, if nothing has it. */
    private static <T> @Nullable T known(Map<String, T> names, YamlValue value, String kind) {
        String name = value.text();
        T known = name == null ? null : names.get(name);
        if (name != null && known == null) {
            value.problem("no " + kind + " is named \"" + name + "\"", Nearest.hint(name, names.keySet()));
        }
        return known;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
