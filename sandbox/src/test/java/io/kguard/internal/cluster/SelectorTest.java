// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Label selectors of queries. */
class SelectorTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            app in (web, db) | true
            app in (web, web) | true
            app in (db) | false
            app notin (web) | false
            tier notin (web) | true
            app = web | true
            app == db | false
            app != db | true
            tier != web | true
            app | true
            tier | false
            !tier | true
            app=web,tier | false
            """)
    void aPodIsSelectedByItsLabels(String selector, boolean selected) {
        MultiMap query = MultiMap.caseInsensitiveMultiMap().add("labelSelector", selector);
        Selector read = Selector.of(RequestInfo.of("GET", "/api/v1/pods", query));
        assertThat(read.matches(ResourceStore.JSON.readTree("{\"metadata\": {\"labels\": {\"app\": \"web\"}}}")))
                .isEqualTo(selected);
    }
}
