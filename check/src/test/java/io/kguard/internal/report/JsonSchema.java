// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A JSON schema. */
public final class JsonSchema {
    private final Validator validator = new ValidatorFactory()
            .withJsonNodeFactory(new SnakeYamlNode.Factory())
            .createValidator();
    private final URI schema;

    private JsonSchema(String text) {
        schema = validator.registerSchema(text);
    }

    /** The schema in a file. */
    static JsonSchema in(Path file) throws IOException {
        return new JsonSchema(Files.readString(file, UTF_8));
    }

    /** The published schema of {@code results.json}. */
    public static JsonSchema ofResults() throws IOException {
        return in(Path.of("../docs/results.schema.json"));
    }

    /** What is wrong with a text. */
    public List<String> faults(String json) {
        return validator.validate(schema, json).getErrors().stream()
                .map(Error::toString)
                .toList();
    }
}
