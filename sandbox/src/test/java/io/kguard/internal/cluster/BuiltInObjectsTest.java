// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.workload.ApiResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class BuiltInObjectsTest {
    @Test
    void aggregatedRolesHaveTheirRulesFromTheStart() {
        ResourceStore store = new ResourceStore();
        BuiltInObjects.create(store, 1);
        List<Change> changes = new ArrayList<>();
        store.watch(changes::add);

        ClusterRoleAggregation.aggregate(store);

        assertThat(changes).isEmpty();
    }

    @Test
    void eachLabelOfARoleIsSelectedByAnother() {
        ResourceStore store = new ResourceStore();
        BuiltInObjects.create(store, 1);
        List<ObjectNode> roles = store.list(ApiResources.rbac("clusterroles"), "");

        assertThat(keys(roles, "/metadata/labels"))
                .hasSize(3)
                .isEqualTo(keys(roles, "/aggregationRule/clusterRoleSelectors/0/matchLabels"));
    }

    private static Set<String> keys(List<ObjectNode> objects, String pointer) {
        return objects.stream()
                .flatMap(object -> object.at(pointer).propertyStream())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
