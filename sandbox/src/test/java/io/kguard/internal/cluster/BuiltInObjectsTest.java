// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
