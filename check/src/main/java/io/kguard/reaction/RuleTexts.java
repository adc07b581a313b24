// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlFormat;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of Falco Talon in a file: a rule file itself, values of a Helm chart with {@code rulesOverride}, or manifests
 * whose ConfigMaps and Secrets hold rule files.
 *
 * <p>Source: Falco Talon's chart of July 2026.
 */
final class RuleTexts {
    private static final YamlFormat FORMAT = new YamlFormat(
            "rule file of Falco Talon", "it should be a list of rules and actions", 256 << 10, 40, 20, 20_000);
    private static final YamlFormat AROUND = FORMAT.ofSeveral();
    private static final String CONFIG = "config";
    private static final String OVERRIDE = "rulesOverride";
    private static final Set<String> LISTS = Set.of("List", "ConfigMapList", "SecretList");
    private static final int MOST = 20_000;

    /** What rules and actions of Falco Talon have. Rules of Falco, which may be beside them, do not. */
    private static final Pattern OF_TALON =
            Pattern.compile("^\\s*+(?:-\\s++)?[\"']?(?:action|actionner|actions|match)[\"']?\\s*+:", Pattern.MULTILINE);

    private final YamlDocument file;
    private final List<YamlDocument> embedded = new ArrayList<>();
    private boolean ofChart;

    private RuleTexts(YamlDocument file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param name what messages call it
     * @throws IOException if it can't be read
     */
    static RuleTexts read(String name, Path path) throws IOException {
        RuleTexts texts = new RuleTexts(YamlDocument.read(name, path, AROUND, (value, written) -> written));
        List<YamlValue> roots = texts.file.roots();
        if (roots.stream().anyMatch(YamlValue::isMapping)) {
            texts.search(roots);
        } else if (roots.size() > 1) {
            roots.get(1).problem("a second YAML document begins here", "Falco Talon reads only the first one");
        }
        return texts;
    }

    /** The file, and what is embedded in it, with what is wrong with them. */
    List<YamlDocument> documents() {
        List<YamlDocument> documents = new ArrayList<>(embedded);
        documents.add(0, file);
        return documents;
    }

    /** Adds all rules and actions to a reader. */
    void addTo(ReactionReader reader) {
        if (ofChart) {
            add(reader, chartActions());
        }
        if (embedded.isEmpty() && file.mistakes() == 0) {
            add(reader, file);
        }
        embedded.forEach(document -> add(reader, document));
    }

    private static void add(ReactionReader reader, YamlDocument document) {
        YamlValue root = document.root();
        if (root != null && !root.isList()) {
            root.problem("a rule file of Falco Talon must be a list, not " + root.kind(), "begin each entry with -");
        } else if (root != null) {
            root.items(ReactionReader.MAX).forEach(entry -> reader.add(entry, false));
        }
    }

    /** The actions that the chart has before those of the values. */
    private static YamlDocument chartActions() {
        String name = "chart-actions.yaml";
        try (InputStream in = RuleTexts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return YamlDocument.of(name, in.readAllBytes(), FORMAT, (value, written) -> written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void search(List<YamlValue> roots) {
        boolean manifests = false;
        for (YamlValue root : roots) {
            YamlMapping object = root.isMapping() ? root.settings("a document") : null;
            if (object != null && object.keys().containsAll(Set.of("apiVersion", "kind"))) {
                manifests = true;
                search(object);
            } else {
                searchValues(root);
            }
        }
        if (manifests && embedded.isEmpty() && file.mistakes() == 0) {
            roots.get(0)
                    .problem(
                            "no rules of Falco Talon in it",
                            "they are expected in a ConfigMap or Secret under a name that ends with .yaml or .yml,"
                                    + " or in values under config.rulesOverride");
        }
    }

    /** Looks into an object of Kubernetes, in which there may be files of whatever else. */
    private void search(YamlMapping object) {
        YamlValue named = object.get("kind");
        String kind = named == null ? "" : named.written();
        YamlValue items = object.get("items");
        if (LISTS.contains(kind) && items != null && items.isList()) {
            search(items.items(MOST));
        } else if (kind.equals("ConfigMap")) {
            addData(object.get("data"), false);
        } else if (kind.equals("Secret")) {
            addData(object.get("data"), true);
            addData(object.get("stringData"), false);
        } else {
            searchValues(object.place()); // what installs a chart has its values
        }
    }

    /** Adds the files of Falco Talon among the data of an object, by name, as it reads them. */
    private void addData(@Nullable YamlValue data, boolean encoded) {
        YamlMapping entries = data == null || !data.isMapping() ? null : data.settings("data");
        if (entries == null) {
            return;
        }
        entries.values().stream()
                .filter(entry -> entry.key().endsWith(".yaml") || entry.key().endsWith(".yml"))
                .sorted(Comparator.comparing(YamlValue::key))
                .forEach(entry -> {
                    String text = encoded ? decoded(entry) : entry.written();
                    if (OF_TALON.matcher(text).find()) {
                        embedded.add(
                                encoded
                                        ? YamlDocument.of(
                                                file.file() + ": " + entry.path(),
                                                text,
                                                FORMAT,
                                                (value, written) -> written)
                                        : file.inner(entry, FORMAT));
                    }
                });
    }

    private static String decoded(YamlValue entry) {
        try {
            return new String(Base64.getMimeDecoder().decode(entry.written()), UTF_8);
        } catch (IllegalArgumentException e) {
            entry.problem("the data of a Secret is not base64", "write it as text under stringData");
            return "";
        }
    }

    /** Looks for the values of Falco Talon's chart, which are below others in those of a chart around it. */
    private void searchValues(YamlValue value) {
        if (value.isList()) {
            value.items(MOST).forEach(this::searchValues);
            return;
        }
        YamlMapping entries = value.isMapping() ? value.settings("values") : null;
        if (entries == null) {
            return;
        }
        for (YamlValue entry : entries.values()) {
            YamlMapping config = entry.key().equals(CONFIG) && entry.isMapping() ? entry.settings(CONFIG) : null;
            YamlValue rules = config == null ? null : config.get(OVERRIDE);
            if (rules == null || rules.isNothing()) {
                searchValues(entry);
            } else if (rules.isMapping() || rules.isList()) {
                rules.problem(
                        "\"" + OVERRIDE + "\" must be a text, not " + rules.kind(),
                        "write " + OVERRIDE + ": |- and the list below it");
            } else {
                ofChart = true;
                embedded.add(file.inner(rules, FORMAT));
            }
        }
    }
}
