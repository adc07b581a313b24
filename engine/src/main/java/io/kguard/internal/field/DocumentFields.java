// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.JsonValue;
import io.kguard.internal.field.definition.FieldDefinition;
import io.kguard.internal.source.DocumentSource;
import io.kguard.internal.source.Extraction;
import org.jspecify.annotations.Nullable;

/** Binds the fields that the plugin of a source adds. */
final class DocumentFields {
    private static final long NANOS = 1_000_000_000L;

    private DocumentFields() {}

    static void addTo(Bindings bindings, DocumentSource source) {
        source.fields()
                .forEach((field, extraction) -> bindings.bind(
                        field,
                        (definition, argument) ->
                                new Bindings.Bound(definition, loader(extraction, definition, argument))));
    }

    private static Loader loader(Extraction extraction, FieldDefinition definition, @Nullable String argument) {
        int index = argument == null ? Extraction.ALL : AuditPath.index(definition, argument);
        return context -> {
            JsonValue document = context.document();
            return document != null && load(extraction, document, index, context);
        };
    }

    private static boolean load(Extraction extraction, JsonValue document, int index, EventContext context) {
        if (extraction instanceof Extraction.Text text) {
            return context.found(text.of().apply(document));
        } else if (extraction instanceof Extraction.TextAt text) {
            return context.found(text.of().apply(document, index));
        } else if (extraction instanceof Extraction.TextsAt texts) {
            context.list().replaceBy(texts.of().apply(document, index));
            return context.list().size() > 0;
        } else if (extraction instanceof Extraction.Count number) {
            Long value = number.of().apply(document);
            return value != null && context.found((long) value);
        }
        String kind = context.documentSource().repeated(document);
        return kind != null
                && context.found(context.repeats().after(kind, context.event().timestamp() - index * NANOS));
    }
}
