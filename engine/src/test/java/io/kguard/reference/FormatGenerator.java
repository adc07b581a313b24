// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import io.kguard.event.ParamType;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.field.Transformer;
import java.util.List;
import java.util.Random;

/** Generates output formats from the existing fields, with widths, transformers and text between them. */
final class FormatGenerator {
    private static final List<String> BETWEEN = List.of(" ", "|", "/", ") (", "=", ". ", ",é ", ":", "\n");

    private final Sample sample;
    private final Random random;

    FormatGenerator(Sample sample, Random random) {
        this.sample = sample;
        this.random = random;
    }

    String format() {
        StringBuilder format = new StringBuilder("*").append(between());
        for (int i = random.nextInt(4); i >= 0; i--) {
            format.append('%').append(width()).append(token()).append(between());
        }
        return format.toString();
    }

    private String width() {
        return random.nextInt(4) == 0 ? Integer.toString(random.nextInt(60)) : "";
    }

    private String token() {
        String token = sample.printable().get(random.nextInt(sample.printable().size()));
        Field field = sample.field(token);
        ParamType type = field.type();
        boolean list = field.isList();
        boolean wild = random.nextInt(40) == 0;
        for (int i = random.nextInt(4) - 1; i > 0; i--) {
            Transformer transformer = Transformer.values()[random.nextInt(5)];
            if (wild || transformer.accepts(type, list) && !field.definition().has(FieldFlag.NO_TRANSFORMER)) {
                token = transformer.word() + "(" + token + ")";
                list = transformer.resultIsList(list);
                type = transformer.resultType(type);
            }
        }
        return token;
    }

    private String between() {
        return BETWEEN.get(random.nextInt(BETWEEN.size()));
    }
}
