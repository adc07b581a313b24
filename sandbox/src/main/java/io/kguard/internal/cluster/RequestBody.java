// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringReader;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the bodies of requests: JSON, YAML and Kubernetes' protocol buffers. */
final class RequestBody {
    /** The largest body that the real API server accepts. */
    static final int MAX_BYTES = 3 << 20;

    private RequestBody() {}

    /**
     * Converts a body to JSON.
     *
     * @param type its media type, or null if the client gives none
     * @return the JSON, or null for an empty body
     * @throws ApiStatus 400 if it can't be read
     */
    static @Nullable public JsonNode parse(@Nullable String type, byte[] bytes) {
        if (bytes.length == 0) {
            return null;
        }
        try {
            if (type != null && type.startsWith(ProtobufBody.MEDIA_TYPE)) {
                return ProtobufBody.toJson(bytes);
            }
            JsonNode node = type != null && type.contains("yaml")
                    ? yaml(new String(bytes, UTF_8))
                    : ResourceStore.JSON.readTree(bytes);
            return node == null || node.isMissingNode() ? null : node;
        } catch (ApiStatus refused) {
            throw refused;
        } catch (JacksonException e) {
            throw unreadable(e.getOriginalMessage());
        } catch (RuntimeException e) { // thrown by the YAML parser and by its conversion of dates and numbers
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** The paths of the fields that a body has twice. Only JSON is looked at. */
    static List<String> duplicates(@Nullable String type, byte[] bytes) {
        boolean json = type == null || !type.contains("yaml") && !type.startsWith(ProtobufBody.MEDIA_TYPE);
        return json && bytes.length > 0 ? DuplicateFields.of(bytes) : List.of();
    }

    private static ApiStatus unreadable(String reason) {
        return ApiStatus.badRequest("the body can't be read: " + reason);
    }

    private static JsonNode yaml(String text) {
        if (YamlExpansion.of(yaml().compose(new StringReader(text))) > MAX_BYTES) {
            throw unreadable("with its aliases it is larger than " + MAX_BYTES + " bytes");
        }
        return ResourceStore.JSON.valueToTree(yaml().load(text));
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setMaxAliasesForCollections(20);
        return new Yaml(new SafeConstructor(options));
    }

    /** How large a YAML text becomes as JSON, which has no aliases: a few of them can stand for more than fits into memory. */
    private static final class YamlExpansion {
        private static final long ENDLESS = Long.MAX_VALUE / 2;

        private final IdentityHashMap<Node, Long> known = new IdentityHashMap<>();

        private YamlExpansion() {}

        /** About how many bytes a node takes. */
        static long of(@Nullable Node node) {
            return node == null ? 0 : new YamlExpansion().size(node);
        }

        private long size(Node node) {
            Long before = known.get(node);
            if (before != null) {
                return before;
            }
            known.put(node, ENDLESS); // if it holds itself
            long size = 1;
            if (node instanceof ScalarNode scalar) {
                size += scalar.getValue().length();
            } else if (node instanceof SequenceNode sequence) {
                for (Node item : sequence.getValue()) {
                    size = Math.min(ENDLESS, size + size(item));
                }
            } else if (node instanceof MappingNode mapping) {
                for (NodeTuple entry : mapping.getValue()) {
                    size = Math.min(ENDLESS, size + size(entry.getKeyNode()));
                    size = Math.min(ENDLESS, size + size(entry.getValueNode()));
                }
            }
            known.put(node, size);
            return size;
        }
    }
}
