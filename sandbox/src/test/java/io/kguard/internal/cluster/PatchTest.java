// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Tag("trust")
class PatchTest {
    private static final ObjectNode OBJECT =
            (ObjectNode) ResourceStore.JSON.readTree("{\"data\": {\"a\": \"" + "x".repeat(1000) + "\"}}");

    private static ArrayNode copies(int count) {
        ArrayNode patch = ResourceStore.JSON.createArrayNode();
        for (int i = 0; i < count; i++) {
            patch.addObject().put("op", "copy").put("from", "/data").put("path", "/data/c" + i);
        }
        return patch;
    }

    @Test
    void whatIsCopiedIsThereTwice() {
        ObjectNode patched = Patch.apply(OBJECT, Patch.JSON_PATCH, copies(2));

        assertThat(patched.at("/data/c1/c0/a").asString()).hasSize(1000);
    }

    @Test
    void copiesOfCopiesMayNotFillTheMemory() {
        assertThatThrownBy(() -> Patch.apply(OBJECT, Patch.JSON_PATCH, copies(20)))
                .isInstanceOf(ApiStatus.class)
                .hasMessageContaining("exceeding the limit 3145728");
    }

    @Test
    void aPatchHasAsManyOperationsAsInARealApiServer() {
        assertThatThrownBy(() -> Patch.apply(OBJECT, Patch.JSON_PATCH, copies(10_001)))
                .isInstanceOf(ApiStatus.class)
                .hasMessageContaining("The allowed maximum operations in a JSON patch is 10000, got 10001");
    }

    @ParameterizedTest
    @CsvSource({"add, /list/", "add, /list/x", "add, /list/7", "remove, ''", "add, /list/0/a", "replace, /data/a/b/c"})
    void aPathThatDoesNotFitTheDocumentIsRefused(String operation, String path) {
        ObjectNode object = (ObjectNode) ResourceStore.JSON.readTree("{\"list\": [1], \"data\": {\"a\": 1}}");
        ArrayNode patch = ResourceStore.JSON.createArrayNode();
        patch.addObject().put("op", operation).put("path", path).put("value", 1);

        assertThatThrownBy(() -> Patch.apply(object, Patch.JSON_PATCH, patch))
                .isInstanceOf(ApiStatus.class)
                .hasMessageContaining("the JSON patch can't be applied")
                .hasMessageContaining(path);
    }

    /** Such a patch is not applied anew where the object changed meanwhile. */
    @Test
    void aPatchMayBeForOneVersionAlone() {
        assertThat(namesVersion("{'metadata': {'resourceVersion': '7'}, 'data': {}}"))
                .isTrue();
        assertThat(namesVersion("[{'op': 'test', 'path': '/metadata/resourceVersion', 'value': '7'}]"))
                .isTrue();
        assertThat(namesVersion("{'metadata': {'labels': {'a': 'b'}}}")).isFalse();
        assertThat(namesVersion("[{'op': 'add', 'path': '/data/a', 'value': 'b'}]"))
                .isFalse();
    }

    private static boolean namesVersion(String patch) {
        return Patch.namesVersion(ResourceStore.JSON.readTree(patch.replace('\'', '"')));
    }
}
