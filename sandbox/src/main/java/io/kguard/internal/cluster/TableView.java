// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects as the rows of a {@code Table}, which kubectl requests for its output.
 *
 * <p>Source: Kubernetes, "API concepts", receiving resources as tables.
 */
final class TableView {
    private record Column(String name, String type, int priority, Function<JsonNode, Object> cell) {}

    private static final Column NAME = text("Name", "/metadata/name", "");
    private static final Column AGE = text("Age", object -> age(object, "/metadata/creationTimestamp"));

    private static final List<Column> POD = List.of(
            NAME,
            text("Ready", TableView::readyContainers),
            text("Status", TableView::podStatus),
            new Column("Restarts", "integer", 0, TableView::restarts),
            AGE,
            wide("IP", "/status/podIP"),
            wide("Node", "/spec/nodeName"));
    private static final List<Column> NODE = List.of(
            NAME,
            text(
                    "Status",
                    object -> object.at("/spec/unschedulable").asBoolean(false) ? "Ready,SchedulingDisabled" : "Ready"),
            text("Roles", object -> "control-plane"),
            AGE,
            text("Version", "/status/nodeInfo/kubeletVersion", ""));
    private static final List<Column> NAMESPACE = List.of(NAME, text("Status", "/status/phase", "Active"), AGE);
    private static final List<Column> SERVICE = List.of(
            NAME,
            text("Type", "/spec/type", "ClusterIP"),
            text("Cluster-IP", object -> orNone(object, "/spec/clusterIP")),
            AGE);
    private static final List<Column> DATA = List.of(
            NAME, new Column("Data", "integer", 0, object -> object.path("data").size()), AGE);
    private static final List<Column> EVENT = List.of(
            text("Last Seen", object -> age(object, "/lastTimestamp")),
            text("Type", "/type", ""),
            text("Reason", "/reason", ""),
            text("Object", TableView::involved),
            text("Message", "/message", ""));
    private static final List<Column> OTHER = List.of(NAME, AGE);

    private TableView() {}

    /** Whether a client asks for a table. */
    static boolean isWanted(String acceptHeader) {
        return acceptHeader.contains("as=Table");
    }

    /** The table of some objects of a resource. */
    public static ObjectNode of(ApiResource resource, List<ObjectNode> objects, String resourceVersion) {
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata").put("resourceVersion", resourceVersion);
        List<Column> columns = columns(resource);
        ArrayNode definitions = table.putArray("columnDefinitions");
        for (Column column : columns) {
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.name().equals("Name") ? "name" : "")
                    .put("description", "")
                    .put("priority", column.priority());
        }
        ArrayNode rows = table.putArray("rows");
        for (ObjectNode object : objects) {
            ObjectNode row = rows.addObject();
            ArrayNode cells = row.putArray("cells");
            for (Column column : columns) {
                Object cell = column.cell().apply(object);
                if (cell instanceof Integer number) {
                    cells.add(number);
                } else {
                    cells.add(String.valueOf(cell));
                }
            }
            ObjectNode partial = row.putObject("object");
            partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
            partial.set("metadata", object.path("metadata"));
        }
        return table;
    }

    private static List<Column> columns(ApiResource resource) {
        return switch (resource.plural()) {
            case "pods" -> POD;
            case "nodes" -> NODE;
            case "namespaces" -> NAMESPACE;
            case "services" -> SERVICE;
            case "configmaps", "secrets" -> DATA;
            case "events" -> EVENT;
            default -> OTHER;
        };
    }

    private static Column text(String name, Function<JsonNode, Object> cell) {
        return new Column(name, "string", 0, cell);
    }

    private static Column text(String name, String pointer, String otherwise) {
        return text(name, object -> object.at(pointer).asString(otherwise));
    }

    private static Column wide(String name, String pointer) {
        return new Column(name, "string", 1, object -> orNone(object, pointer));
    }

    private static String orNone(JsonNode object, String pointer) {
        String text = object.at(pointer).asString("");
        return text.isEmpty() ? "<none>" : text;
    }

    private static String involved(JsonNode event) {
        return event.at("/involvedObject/kind").asString("").toLowerCase(Locale.ROOT) + "/"
                + event.at("/involvedObject/name").asString("");
    }

    private static String readyContainers(JsonNode pod) {
        long ready = pod.at("/status/containerStatuses")
                .valueStream()
                .filter(status -> status.path("ready").asBoolean(false))
                .count();
        return ready + "/" + pod.at("/spec/containers").size();
    }

    private static String podStatus(JsonNode pod) {
        if (ApiObject.isDeleted(pod)) {
            return "Terminating";
        }
        String phase = pod.at("/status/phase").asString("");
        String waiting = reason(pod, "/state/waiting/reason");
        String ended = phase.equals("Running") ? "" : reason(pod, "/state/terminated/reason");
        return Stream.of(waiting, ended, pod.at("/status/reason").asString(""), phase, "Pending")
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** The first reason that the state of a container has; empty if none has one. */
    private static String reason(JsonNode pod, String pointer) {
        return pod.at("/status/containerStatuses")
                .valueStream()
                .map(status -> status.at(pointer).asString(""))
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static int restarts(JsonNode pod) {
        return pod.at("/status/containerStatuses")
                .valueStream()
                .mapToInt(status -> status.path("restartCount").asInt(0))
                .sum();
    }

    private static String age(JsonNode object, String pointer) {
        try {
            Duration age = Duration.between(Instant.parse(object.at(pointer).asString("")), Instant.now());
            if (age.toMinutes() < 2) {
                return Math.max(0, age.toSeconds()) + "s";
            }
            if (age.toHours() < 2) {
                return age.toMinutes() + "m";
            }
            return age.toDays() < 2 ? age.toHours() + "h" : age.toDays() + "d";
        } catch (DateTimeParseException e) {
            return "<unknown>";
        }
    }
}
