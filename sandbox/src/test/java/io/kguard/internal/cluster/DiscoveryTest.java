// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DiscoveryTest {
    /** As kubectl 1.32 asks. */
    private static final String BOTH = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    @Test
    void theAggregatedFormHasWhatTheOtherDocumentsHave() {
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (String path : List.of("/api", "/apis")) {
            for (JsonNode group : aggregated(path).path("items")) {
                String name = group.path("metadata").path("name").asString();
                for (JsonNode version : group.path("versions")) {
                    String number = version.path("version").asString();
                    String of = (name.isEmpty() ? "/api/" : "/apis/" + name + "/") + number;
                    JsonNode plain = Objects.requireNonNull(Discovery.document(of));
                    plain.path("resources").forEach(entry -> expected.add(of + " " + plain(name, number, entry)));
                    version.path("resources").forEach(entry -> {
                        String resource = entry.path("resource").asString();
                        found.add(of + " " + resource + " " + kind(entry) + " " + entry.path("verbs") + " "
                                + entry.path("scope").asString().equals("Namespaced") + " "
                                + entry.path("singularResource").asString() + entry.path("shortNames")
                                + entry.path("categories"));
                        entry.path("subresources")
                                .forEach(sub -> found.add(of + " " + resource + "/"
                                        + sub.path("subresource").asString() + " " + kind(sub) + " "
                                        + sub.path("verbs")));
                    });
                }
            }
        }

        assertThat(found).hasSizeGreaterThan(40).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static ObjectNode aggregated(String path) {
        return Objects.requireNonNull(Discovery.aggregated(path, BOTH));
    }

    private static String plain(String group, String version, JsonNode entry) {
        String name = entry.path("name").asString();
        String kind = entry.path("group").asString(group) + "/"
                + entry.path("version").asString(version) + "/"
                + entry.path("kind").asString();
        String common = name + " " + kind + " " + entry.path("verbs");
        return name.contains("/")
                ? common
                : common + " " + entry.path("namespaced").asBoolean() + " "
                        + entry.path("singularName").asString() + entry.path("shortNames")
                        + entry.path("categories");
    }

    private static String kind(JsonNode entry) {
        JsonNode kind = entry.path("responseKind");
        return kind.path("group").asString() + "/" + kind.path("version").asString() + "/"
                + kind.path("kind").asString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "application/json",
                "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"
            })
    void whoDoesNotAskForItGetsTheOther(String accept) {
        assertThat(Discovery.aggregated("/apis", accept)).isNull();
    }

    @Test
    void aSingleGroupHasNoAggregatedForm() {
        assertThat(Discovery.aggregated("/apis/apps", BOTH)).isNull();
        assertThat(Discovery.aggregated("/api/v1", BOTH)).isNull();
    }
}
