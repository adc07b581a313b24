// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
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

    private static final Column NAME = text("Name", object -> metadata(object, "name"));
    private static final Column AGE = text("Age", object -> age(metadata(object, "creationTimestamp")));

    private static final List<Column> POD = List.of(
            NAME,
            text("Ready", TableView::readyContainers),
            text("Status", TableView::podStatus),
            new Column("Restarts", "integer", 0, TableView::restarts),
            AGE,
            wide("IP", object -> orNone(object.path("status").path("podIP").asString(""))),
            wide("Node", object -> orNone(object.path("spec").path("nodeName").asString(""))));
    private static final List<Column> NODE = List.of(
            NAME,
            text(
                    "Status",
                    object -> object.path("spec").path("unschedulable").asBoolean(false)
                            ? "Ready,SchedulingDisabled"
                            : "Ready"),
            text("Roles", object -> "control-plane"),
            AGE,
            text(
                    "Version",
                    object -> object.path("status")
                            .path("nodeInfo")
                            .path("kubeletVersion")
                            .asString("")));
    private static final List<Column> NAMESPACE = List.of(
            NAME, text("Status", object -> object.path("status").path("phase").asString("Active")), AGE);
    private static final List<Column> SERVICE = List.of(
            NAME,
            text("Type", object -> object.path("spec").path("type").asString("ClusterIP")),
            text(
                    "Cluster-IP",
                    object -> orNone(object.path("spec").path("clusterIP").asString(""))),
            AGE);
    private static final List<Column> DATA = List.of(
            NAME, new Column("Data", "integer", 0, object -> object.path("data").size()), AGE);
    private static final List<Column> EVENT = List.of(
            text("Last Seen", object -> age(object.path("lastTimestamp").asString(""))),
            text("Type", object -> object.path("type").asString("")),
            text("Reason", object -> object.path("reason").asString("")),
            text(
                    "Object",
                    object -> object.path("involvedObject")
                                    .path("kind")
                                    .asString("")
                                    .toLowerCase(java.util.Locale.ROOT) + "/"
                            + object.path("involvedObject").path("name").asString("")),
            text("Message", object -> object.path("message").asString("")));
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

    private static Column wide(String name, Function<JsonNode, Object> cell) {
        return new Column(name, "string", 1, cell);
    }

    private static String metadata(JsonNode object, String key) {
        return object.path("metadata").path(key).asString("");
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "<none>" : text;
    }

    private static String readyContainers(JsonNode pod) {
        long ready = pod.path("status")
                .path("containerStatuses")
                .valueStream()
                .filter(status -> status.path("ready").asBoolean(false))
                .count();
        return ready + "/" + pod.path("spec").path("containers").size();
    }

    private static String podStatus(JsonNode pod) {
        if (pod.path("metadata").has("deletionTimestamp")) {
            return "Terminating";
        }
        for (JsonNode status : pod.path("status").path("containerStatuses")) {
            String waiting = status.path("state").path("waiting").path("reason").asString("");
            if (!waiting.isEmpty()) {
                return waiting;
            }
        }
        String phase = pod.path("status").path("phase").asString("");
        for (JsonNode status : pod.path("status").path("containerStatuses")) {
            String ended =
                    status.path("state").path("terminated").path("reason").asString("");
            if (!ended.isEmpty() && !phase.equals("Running")) {
                return ended;
            }
        }
        String reason = pod.path("status").path("reason").asString("");
        return reason.isEmpty() ? pod.path("status").path("phase").asString("Pending") : reason;
    }

    private static int restarts(JsonNode pod) {
        return pod.path("status")
                .path("containerStatuses")
                .valueStream()
                .mapToInt(status -> status.path("restartCount").asInt(0))
                .sum();
    }

    private static String age(String timestamp) {
        try {
            Duration age = Duration.between(Instant.parse(timestamp), Instant.now());
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
