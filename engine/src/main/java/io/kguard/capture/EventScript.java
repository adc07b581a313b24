// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlFormat;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apiguardian.api.API;

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

    private final EventBuilder events;
    private final Map<String, WrittenProcess> processes = new LinkedHashMap<>();
    private final ScriptContainers containers;
    private final ScriptPrograms programs;
    private final ScriptActions actions;

    private EventScript(FalcoVersion version) {
        this.events = new EventBuilder(version);
        this.containers = new ScriptContainers(events);
        this.programs = new ScriptPrograms(processes);
        this.actions = new ScriptActions(events, processes, programs, this::name);
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

    /**
     * The events that a part of another file describes. Mistakes are problems of its document, and make the events
     * useless.
     *
     * @param script a mapping as a script has it
     * @param version the events to make
     */
    public static EventBuilder read(YamlValue script, FalcoVersion version) {
        EventScript reading = new EventScript(version);
        YamlMapping top = ScriptValues.keys("script").read(script, "a script");
        if (top != null) {
            each(top, "containers", reading.containers::read);
            each(top, "processes", reading::process);
            each(top, "actions", reading.actions::read);
            boolean starts = top.get("containers") != null; // their start is an event, too
            if (top.get("actions") == null && !starts && script.document().mistakes() == 0) {
                script.problem(
                        "nothing is done: there is no action", "for example actions: [{nginx: {reads: /etc/shadow}}]");
            }
        }
        return reading.events;
    }

    private static EventBuilder read(YamlDocument document, FalcoVersion version) {
        YamlValue root = document.root();
        EventBuilder events = root == null ? new EventBuilder(version) : read(root, version);
        if (document.mistakes() > 0) {
            throw new EventScriptException(document.problems());
        }
        return events;
    }

    private static void each(YamlMapping top, String key, Consumer<YamlValue> reader) {
        top.items(key, MOST).stream()
                .takeWhile(item -> !item.document().isHopeless())
                .forEach(reader);
    }

    /** Of a process with mistakes the name is known all the same, so that its actions are not mistakes, too. */
    private void process(YamlValue value) {
        YamlMapping keys = ScriptValues.keys("process").read(value, "a process");
        if (keys == null) {
            return;
        }
        String path = keys.text("path", "");
        String[] args = ScriptValues.texts(keys.get("args")).toArray(new String[0]);
        WrittenProgram said = programs.read(keys, WrittenProgram.of(path, args));
        YamlValue parentName = keys.get("parent");
        WrittenProcess parent = parentName == null ? null : ScriptValues.known(processes, parentName, "process");
        WrittenProgram program = parent == null ? said : said.parent(parent);
        YamlValue in = keys.get("container");
        WrittenContainer container = in == null ? null : containers.named(in);
        WrittenProcess[] made = {null};
        ScriptValues.use(
                value, () -> made[0] = container == null ? events.process(program) : container.process(program));
        YamlValue name = keys.get("name");
        if (name != null) {
            WrittenProcess process = made[0];
            name(name, process == null ? events.process(path) : process);
        }
    }

    private void name(YamlValue value, WrittenProcess process) {
        String name = ScriptValues.orEmpty(value.text());
        if (processes.put(name, process) != null) {
            value.problem("a second process is named \"" + name + "\"", "give it another name");
        }
    }
}
