// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.FormatEvaluatorFactory;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;

/** The schema of SARIF 2.1.0, including its formats. */
public final class SarifSchema {
    private final Validator validator = new ValidatorFactory()
            .withJsonNodeFactory(new SnakeYamlNode.Factory())
            .withDialect(new Dialects.Draft7Dialect())
            .withEvaluatorFactory(new FormatEvaluatorFactory())
            .createValidator();
    private final URI schema;

    public SarifSchema() {
        try (InputStream in = SarifSchema.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            schema = validator.registerSchema(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with a log. */
    public List<String> faults(String log) {
        return validator.validate(schema, log).getErrors().stream()
                .map(Error::toString)
                .toList();
    }
}
