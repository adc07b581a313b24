// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.rule.text;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.internal.yaml.YamlSyntax;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads the YAML of a rule file as nodes. No object is ever made from tags; size, depth and aliases are bounded. It imitates the
 * parser that Falco has, character by character, which is why rule files do not go through {@code io.kguard.internal.yaml}.
 */
public final class YamlFile {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_ALIASES = 1000;

    private YamlFile() {}

    /**
     * The documents of a file, without empty ones.
     *
     * @throws LoadError if it is not valid YAML
     */
    public static List<YamlNode> documents(RuleFileText source) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        List<YamlNode> documents = new ArrayList<>();
        try {
            YamlEvents events = new YamlEvents(new ParserImpl(new YamlCharacters(source.text()), options));
            Composer composer = new Composer(events, new Resolver(), options);
            while (composer.checkNode()) {
                YamlNode node = new YamlNode(source, composer.getNode());
                if (!node.isNull()) {
                    documents.add(node);
                }
            }
        } catch (MarkedYAMLException e) {
            throw error(source, offset(source, e.getProblemMark()), YamlSyntax.sentence(e), YamlSyntax.hint(e));
        } catch (ReaderException e) {
            String character = String.format("U+%04X", e.getCodePoint());
            throw error(
                    source, source.offset(e.getPosition()), "character " + character + " is not allowed in YAML", null);
        } catch (YAMLException e) {
            throw error(source, 0, String.valueOf(e.getMessage()), null);
        }
        return documents;
    }

    private static int offset(RuleFileText source, @Nullable Mark mark) {
        return mark == null ? 0 : source.offset(mark.getIndex());
    }

    private static LoadError error(RuleFileText source, int offset, String message, @Nullable String hint) {
        return Context.of(source)
                .in(Location.Kind.VALUE_FOR, source.place(offset))
                .error(DiagnosticCode.LOAD_ERR_YAML_PARSE, message, hint);
    }
}
