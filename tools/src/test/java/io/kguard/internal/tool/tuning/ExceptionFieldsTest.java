// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.source.EventSources;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exceptions name fields that the events of the rule's source have. */
class ExceptionFieldsTest {
    static List<EventSource> sources() {
        return EventSources.BUILT_IN.all();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void eachIsAFieldOfTheSource(EventSource source) {
        FieldCatalogue catalogue = FieldCatalogue.of(EventSources.BUILT_IN, source, FalcoVersion.CURRENT);

        assertThat(Objects.requireNonNull(ExceptionFields.BY_SOURCE.get(source.label()))
                        .all())
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(catalogue.resolve(name))
                        .extracting(Field::name)
                        .isEqualTo(name));
    }
}
