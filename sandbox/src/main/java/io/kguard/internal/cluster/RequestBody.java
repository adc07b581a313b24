// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
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
}
