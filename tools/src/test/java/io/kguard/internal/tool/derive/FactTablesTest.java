// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.file.ResourceTable;
import io.kguard.internal.source.EventSources;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row that is misspelt would be of nobody: then a field is unknown, or a value is never tried. */
class FactTablesTest {
    private static List<String> names(String table) {
        return ResourceTable.rows(ActSolver.class, table, -1).stream()
                .map(row -> row[0])
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"syscall-fields.tsv, syscall", "audit-places.tsv, k8s_audit"})
    void eachFieldIsOneOfItsSourceAndHasOneRow(String table, String label) {
        EventSource source = EventSources.BUILT_IN.named(label).orElseThrow();
        FieldCatalogue fields = FieldCatalogue.of(EventSources.BUILT_IN, source, FalcoVersion.CURRENT);
        assertThat(names(table))
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(fields.definition(name.replace("CONTAINERS", "containers")))
                        .as(name)
                        .isNotNull());
    }

    @Test
    void eachRowOfValuesIsOfAFact() {
        Set<String> facts = Stream.of(Fact.Plain.values(), Fact.Key.values(), new String[] {"flags"})
                .flatMap(Arrays::stream)
                .map(String::valueOf)
                .collect(Collectors.toSet());
        assertThat(facts).containsAll(names("ordinary-calls.tsv"));
    }

    @Test
    void anOrdinaryRequestHasEachPlaceOnce() {
        assertThat(names("ordinary-request.tsv")).doesNotHaveDuplicates().allMatch(name -> name.startsWith("/"));
    }
}
