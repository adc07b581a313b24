// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

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
@API(status = API.Status.EXPERIMENTAL)
public final class EventScript {
    private static final int LONGEST = 1 << 20;
    private static final int DEEPEST = 10;

    private final ScriptNodes nodes;
    private final EventBuilder events;
    private final Map<String, WrittenContainer> containers = new LinkedHashMap<>();
    private final Map<String, WrittenProcess> processes = new LinkedHashMap<>();

    private EventScript(String file, FalcoVersion version) {
        this.nodes = new ScriptNodes(file);
        this.events = new EventBuilder(version);
    }

    /**
     * The events that a text describes.
     *
     * @param file the name of the text, for messages
     * @param text the YAML
     * @param version the events to make
     * @throws EventScriptException if the text has a mistake
     */
    public static EventBuilder parse(String file, String text, FalcoVersion version) {
        EventScript script = new EventScript(file, version);
        script.read(compose(file, text));
        return script.events;
    }

    /**
     * The events that a file describes.
     *
     * @param file the YAML, in UTF-8
     * @param version the events to make
     * @throws EventScriptException if the text has a mistake
     * @throws IOException if there is no such file, or it can't be read
     */
    public static EventBuilder read(Path file, FalcoVersion version) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        if (Files.size(file) > LONGEST) {
            throw new EventScriptException(file.toString(), 1, 1, "longer than " + LONGEST + " bytes");
        }
        try {
            return parse(file.toString(), Files.readString(file), version);
        } catch (CharacterCodingException e) {
            throw new EventScriptException(file.toString(), 1, 1, "the text is not UTF-8");
        }
    }

    private static @Nullable Node compose(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LONGEST);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(0);
        options.setAllowDuplicateKeys(false);
        try {
            return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            throw new EventScriptException(file, e.getProblemMark(), "no YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new EventScriptException(file, 1, 1, "no YAML that can be read: " + e.getMessage());
        }
    }

    private void read(@Nullable Node root) {
        if (root == null) {
            throw new EventScriptException(
                    nodes.file(), 1, 1, "the file is empty; it should have processes and actions");
        }
        Map<String, Node> top = nodes.map(root, Set.of("containers", "processes", "actions"));
        for (Node container : nodes.list(top.get("containers"))) {
            container(nodes.map(container, Set.of("name", "image", "pod", "namespace")), container);
        }
        for (Node process : nodes.list(top.get("processes"))) {
            process(nodes.map(process, Set.of("name", "path", "args", "container", "terminal")), process);
        }
        for (Node action : nodes.list(top.get("actions"))) {
            action(action);
        }
    }

    private void container(Map<String, Node> keys, Node at) {
        String name = nodes.text(keys, "name", at);
        String image = nodes.text(keys, "image", at);
        WrittenContainer container = keys.containsKey("pod")
                ? events.pod(
                                nodes.text(keys, "pod", at),
                                keys.containsKey("namespace") ? nodes.text(keys, "namespace", at) : "default")
                        .container(name, image)
                : events.container(name, image);
        if (containers.put(name, container) != null) {
            throw nodes.error(at, "a second container is named \"" + name + "\"");
        }
    }

    private void process(Map<String, Node> keys, Node at) {
        String path = nodes.text(keys, "path", at);
        String[] args = nodes.texts(keys.get("args")).toArray(new String[0]);
        WrittenProcess process;
        if (keys.containsKey("container")) {
            process =
                    nodes.known(containers, keys.get("container"), "container").process(path, args);
        } else {
            process = events.process(path, args);
        }
        if (keys.containsKey("terminal") && nodes.flag(keys, "terminal")) {
            process.onTerminal();
        }
        name(nodes.text(keys, "name", at), process, at);
    }

    private void name(String name, WrittenProcess process, Node at) {
        if (processes.put(name, process) != null) {
            throw nodes.error(at, "a second process is named \"" + name + "\"");
        }
    }

    private void action(Node node) {
        if (!(node instanceof MappingNode mapping) || mapping.getValue().size() != 1) {
            throw nodes.error(
                    node, "an action is written as PROCESS: {VERB: ...}, for example nginx: {reads: /etc/shadow}");
        }
        Node actor = mapping.getValue().get(0).getKeyNode();
        Node what = mapping.getValue().get(0).getValueNode();
        WrittenProcess process = nodes.known(processes, actor, "process");
        Map<String, Node> keys = nodes.map(what, null);
        Node as = keys.remove("as");
        if (keys.size() != 1) {
            throw nodes.error(what, "an action has one verb; " + ScriptVerbs.KNOWN);
        }
        Map.Entry<String, Node> verb = keys.entrySet().iterator().next();
        List<String> values = nodes.texts(verb.getValue());
        try {
            WrittenProcess child = ScriptVerbs.run(process, verb.getKey(), values);
            if (as != null) {
                name(nodes.text(Map.of("as", as), "as", as), child, as);
            }
        } catch (IllegalArgumentException e) {
            throw e instanceof EventScriptException mistake
                    ? mistake
                    : nodes.error(verb.getValue(), String.valueOf(e.getMessage()));
        }
    }
}
