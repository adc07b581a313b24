// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Autoscaling;
import io.kubernetes.client.proto.V1Batch;
import io.kubernetes.client.proto.V1Certificates;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Policy;
import io.kubernetes.client.proto.V1Rbac;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects in Kubernetes' protobuf encoding. kubectl's typed commands ({@code create namespace}, {@code auth can-i})
 * send it whatever the server offers. They are converted to JSON. Responses are always JSON, which these clients
 * accept.
 *
 * <p>Source: Kubernetes, "API concepts", protobuf encoding.
 */
final class ProtobufBody {
    static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<String, FileDescriptor> SCHEMAS = Map.of(
            "v1", V1.getDescriptor(),
            "apps/v1", V1Apps.getDescriptor(),
            "batch/v1", V1Batch.getDescriptor(),
            "authorization.k8s.io/v1", V1Authorization.getDescriptor(),
            "authentication.k8s.io/v1", V1Authentication.getDescriptor(),
            "rbac.authorization.k8s.io/v1", V1Rbac.getDescriptor(),
            "networking.k8s.io/v1", V1Networking.getDescriptor(),
            "policy/v1", V1Policy.getDescriptor(),
            "autoscaling/v1", V1Autoscaling.getDescriptor(),
            "certificates.k8s.io/v1", V1Certificates.getDescriptor());

    /** Fields whose message has no name in JSON: its fields are inlined into the enclosing object. */
    static final Set<String> INLINE = Set.of(
            "volumeSource",
            "persistentVolumeSource",
            "localObjectReference",
            "handler",
            "ephemeralContainerCommon",
            "ingressRuleValue");

    private ProtobufBody() {}

    /**
     * Converts an object to JSON.
     *
     * @throws ApiStatus 400 if the bytes are malformed, 415 if the kind is unknown
     */
    static ObjectNode toJson(byte[] bytes) {
        if (bytes.length < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw ApiStatus.badRequest("the body can't be read: it lacks the prefix of Kubernetes' protobuf encoding");
        }
        try {
            ByteString content = ByteString.copyFrom(bytes, MAGIC.length, bytes.length - MAGIC.length);
            Runtime.Unknown envelope = Runtime.Unknown.parseFrom(content);
            String apiVersion = envelope.getTypeMeta().getApiVersion();
            String kind = envelope.getTypeMeta().getKind();
            ObjectNode object = NODES.objectNode();
            object.put("apiVersion", apiVersion).put("kind", kind);
            object.setAll(objectOf(DynamicMessage.parseFrom(schema(apiVersion, kind), envelope.getRaw())));
            return object;
        } catch (InvalidProtocolBufferException e) {
            throw ApiStatus.badRequest("the body can't be read: " + e.getMessage());
        }
    }

    static Descriptor schema(String apiVersion, String kind) {
        FileDescriptor file = kind.equals("DeleteOptions") ? Meta.getDescriptor() : SCHEMAS.get(apiVersion);
        Descriptor type = file == null ? null : file.findMessageTypeByName(kind);
        if (type == null) {
            throw new ApiStatus(
                    415, "the simulated API server can't read " + apiVersion + " " + kind + " as protobuf; send JSON");
        }
        return type;
    }

    private static ObjectNode objectOf(Message message) {
        ObjectNode object = NODES.objectNode();
        message.getAllFields().forEach((field, value) -> {
            String name = jsonName(field);
            if (field.isMapField()) {
                object.set(name, mapOf((List<?>) value));
            } else if (field.isRepeated()) {
                ArrayNode array = object.putArray(name);
                ((List<?>) value).forEach(item -> array.add(valueOf(field, item)));
            } else if (INLINE.contains(field.getName()) && value instanceof Message owned) {
                object.setAll(objectOf(owned));
            } else if (!"".equals(value)) {
                // unset strings are sent as empty ones; JSON omits them
                object.set(name, valueOf(field, value));
            }
        });
        return object;
    }

    /** The name of a field in JSON. One is written otherwise there. */
    static String jsonName(FieldDescriptor field) {
        return field.getName().equals("aPIGroup") ? "apiGroup" : field.getName();
    }

    private static ObjectNode mapOf(List<?> entries) {
        ObjectNode map = NODES.objectNode();
        for (Object entry : entries) {
            Message message = (Message) entry;
            Descriptor type = message.getDescriptorForType();
            FieldDescriptor valueField = type.findFieldByName("value");
            map.set(
                    String.valueOf(message.getField(type.findFieldByName("key"))),
                    valueOf(valueField, message.getField(valueField)));
        }
        return map;
    }

    private static JsonNode valueOf(FieldDescriptor field, Object value) {
        if (value instanceof Message message) {
            return messageOf(message);
        }
        if (value instanceof ByteString bytes) {
            return NODES.stringNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
        }
        if (value instanceof Boolean || value instanceof Integer || value instanceof Long || value instanceof String) {
            return ResourceStore.JSON.valueToTree(value);
        }
        throw ApiStatus.badRequest("the body can't be read: " + field.getFullName() + " has a type of its own");
    }

    /** Converts a message. A few have a special JSON form. */
    private static JsonNode messageOf(Message message) {
        return switch (message.getDescriptorForType().getName()) {
            case "Time", "MicroTime" -> {
                long seconds = (Long) field(message, "seconds");
                yield seconds == 0
                        ? NODES.nullNode()
                        : NODES.stringNode(Instant.ofEpochSecond(seconds).toString());
            }
            case "Quantity" -> NODES.stringNode((String) field(message, "string"));
            case "IntOrString" ->
                (Long) field(message, "type") == 0
                        ? NODES.numberNode((Integer) field(message, "intVal"))
                        : NODES.stringNode((String) field(message, "strVal"));
            default -> objectOf(message);
        };
    }

    private static Object field(Message message, String name) {
        return message.getField(message.getDescriptorForType().findFieldByName(name));
    }
}
