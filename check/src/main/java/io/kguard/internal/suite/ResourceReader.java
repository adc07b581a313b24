// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static io.kguard.internal.yaml.YamlMapping.keys;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.suite.ExposedValues.Kind;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the resources of a test. */
final class ResourceReader {
    private static final int MAX_RESOURCES = 50;
    private static final Set<String> TYPES = keys("clientServer", "fd", "process");
    private static final Set<String> FD_TYPES =
            keys("file", "directory", "pipe", "event", "signalfd", "eventpoll", "inotify", "memfd");

    /** The address family of each protocol, sorted: of two equally near names a message suggests the first. */
    private static final Map<String, Integer> FAMILIES = Collections.unmodifiableMap(new TreeMap<>(Map.of(
            "tcp4", EndpointAddress.IPV4,
            "udp4", EndpointAddress.IPV4,
            "tcp6", EndpointAddress.IPV6,
            "udp6", EndpointAddress.IPV6,
            "unix", EndpointAddress.UNIX)));

    private final ExposedValues exposed;
    private final Set<String> addresses = new LinkedHashSet<>();

    ResourceReader(ExposedValues exposed) {
        this.exposed = exposed;
    }

    /** The hosts that the container must have, as hexadecimal digits. */
    List<String> addresses() {
        return List.copyOf(addresses);
    }

    Plan resources(YamlMapping test) {
        List<YamlValue> items = test.items("resources", MAX_RESOURCES);
        Plan plan = new Plan().number(items.size());
        for (YamlValue item : items) {
            YamlMapping any = item.mapping("a resource");
            if (any == null) {
                continue;
            }
            any.require("type", "clientServer, fd or process");
            any.require("name", "steps name it in bindings: ${ NAME.fd }");
            String type = any.text("type");
            String name = any.text("name");
            if (type == null || name == null) {
                continue;
            }
            exposed.name(name, item);
            switch (type) {
                case "fd" -> fd(plan, SuiteFile.keys("fd").read(item, "a resource of the type fd"), name);
                case "clientServer" ->
                    clientServer(
                            plan,
                            SuiteFile.keys("clientServer").read(item, "a resource of the type clientServer"),
                            name);
                case "process" ->
                    process(plan, SuiteFile.keys("child").read(item, "a resource of the type process"), name);
                default ->
                    any.problem("type", "there is no type of resources \"" + type + "\"", Nearest.hint(type, TYPES));
            }
        }
        return plan;
    }

    private void fd(Plan plan, @Nullable YamlMapping written, String name) {
        if (written == null) {
            return;
        }
        YamlMapping resource = written.withoutNothing();
        resource.require("subtype", "one of " + String.join(", ", FD_TYPES));
        String subtype = resource.text("subtype");
        if (subtype == null || !FD_TYPES.contains(subtype)) {
            resource.problem(
                    "subtype",
                    "there is no type of descriptors \"" + subtype + "\"",
                    Nearest.hint("" + subtype, FD_TYPES));
            return;
        }
        String path = switch (subtype) {
            case "file" -> path(resource, "filePath");
            case "directory" -> path(resource, "dirPath");
            case "memfd" -> resource.text("fileName");
            default -> "";
        };
        boolean isPipe = subtype.equals("pipe");
        int number = exposed.take(isPipe ? 2 : 1);
        if (isPipe) {
            exposed.expose(name + ".readFd", Kind.NUMBER, number, null);
            exposed.expose(name + ".writeFd", Kind.NUMBER, number + 1, null);
        } else {
            exposed.expose(name + ".fd", Kind.NUMBER, number, null);
        }
        plan.word("fd").number(number).word(subtype).word(path == null ? name : path);
    }

    private static @Nullable String path(YamlMapping resource, String key) {
        resource.require(key, "an absolute path");
        String path = resource.text(key);
        if (path != null && !path.startsWith("/")) {
            resource.problem(key, "\"" + key + "\" must be absolute, not \"" + path + "\"", "");
        }
        return path;
    }

    private void clientServer(Plan plan, @Nullable YamlMapping written, String name) {
        if (written == null) {
            return;
        }
        YamlMapping resource = written.withoutNothing();
        resource.require("l4Proto", "one of tcp4, tcp6, udp4, udp6, unix");
        String protocol = resource.text("l4Proto");
        Integer family = protocol == null ? null : FAMILIES.get(protocol);
        if (protocol == null || family == null) {
            resource.problem(
                    "l4Proto",
                    "there is no protocol \"" + protocol + "\"",
                    Nearest.hint("" + protocol, FAMILIES.keySet()));
            return;
        }
        int number = exposed.take(2);
        exposed.expose(name + ".client.fd", Kind.NUMBER, number, null);
        exposed.expose(name + ".server.fd", Kind.NUMBER, number + 1, null);
        YamlValue place = resource.get("address");
        String written4 = place == null ? "" : place.written();
        String path = family == EndpointAddress.UNIX ? "/tmp/kguard-suite-" + number + ".sock" : "";
        Optional<EndpointAddress> address =
                family == EndpointAddress.UNIX ? EndpointAddress.ofPath(path) : EndpointAddress.parse(written4);
        if (family == EndpointAddress.UNIX && !written4.isEmpty()) {
            resource.problem(
                    "address", "with unix there is no address", "leave \"address\" empty: the socket gets a path");
        } else if (place == null && family != EndpointAddress.UNIX) {
            resource.require("address", "for example 203.0.113.10:80");
        } else if (address.isEmpty() || address.get().family() != family) {
            resource.problem(
                    "address",
                    "\"" + written4 + "\" is no address of " + protocol,
                    family == EndpointAddress.IPV4 ? "for example 203.0.113.10:80" : "for example [::1]:80");
        } else {
            EndpointAddress socket = address.get();
            if (socket.host().length > 0 && !socket.isLoopback()) {
                addresses.add(socket.hostDigits());
            }
            plan.word("clientServer")
                    .number(number)
                    .number(protocol.startsWith("udp") ? 0 : 1)
                    .word(socket.digits())
                    .word(path);
        }
    }

    private void process(Plan plan, @Nullable YamlMapping resource, String name) {
        if (resource == null) {
            return;
        }
        int number = exposed.take(1);
        exposed.expose(name + ".pid", Kind.NUMBER, number, null);
        plan.word("process")
                .number(number)
                .append(ProcessReader.process("child-" + number, resource.withoutNothing(), "procName", List.of()));
    }
}
