// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.goal.Goals;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The reference names every goal and every property with its type and default, and no others. */
class GoalReferenceTest {
    private static final ReferencePage PAGE = ReferencePage.read("verify.md", "goals.md", "commands.md");

    private static final Map<String, String> TYPES = Map.of(
            "java.util.List", "files",
            "java.io.File", "file",
            "java.lang.String", "string",
            "int", "number",
            "java.lang.Integer", "number",
            "double", "number",
            "java.lang.Double", "number",
            "boolean", "boolean");

    private static final String SUITE = "Properties of a suite";
    private static final String SEVERAL = "Properties of several goals";

    private record Parameter(String type, boolean required, String initial, String description) {}

    @Test
    void everyGoalHasItsProperties() throws Exception {
        Map<String, Map<String, Parameter>> goals = goals();
        Map<String, Set<String>> known = ofGoals();

        assertThat(goals.keySet()).isEqualTo(known.keySet());
        goals.forEach((goal, parameters) -> {
            assertThat(parameters.keySet()).as(goal).isEqualTo(known.get(goal));
            if (!parameters.isEmpty()) {
                assertThat(rows(goal).stream().map(GoalReferenceTest::name))
                        .as(goal)
                        .containsExactlyInAnyOrderElementsOf(parameters.keySet());
            }
        });
    }

    @Test
    void aSharedPropertyIsToldOnceForSeveralGoals() throws Exception {
        Map<String, Set<String>> goals = new TreeMap<>();
        for (String goal : goals().keySet()) {
            shared(goal)
                    .forEach(name ->
                            goals.computeIfAbsent(name, any -> new TreeSet<>()).add(goal));
        }

        assertThat(Stream.concat(PAGE.rows(SUITE).stream(), PAGE.rows(SEVERAL).stream())
                        .map(GoalReferenceTest::name))
                .containsExactlyInAnyOrderElementsOf(goals.keySet());
        goals.forEach((name, of) -> assertThat(of).as(name).hasSizeGreaterThan(1));
    }

    @Test
    void everyPropertyHasItsTypeAndDefault() throws Exception {
        goals().forEach((goal, parameters) -> rows(goal).forEach(row -> {
            String name = name(row);
            Parameter parameter = parameters.get(name);
            assertThat(row.get(1)).as(goal + " " + name).isEqualTo(TYPES.get(parameter.type()));
            if (parameter.required()) {
                assertThat(row.get(2)).as(goal + " " + name).isEqualTo("required");
            } else {
                assertThat(row.get(2)).as(goal + " " + name).isNotEqualTo("required");
            }
            if (!parameter.initial().isEmpty()) {
                assertThat(row.get(2)).as(goal + " " + name).isEqualTo("`" + parameter.initial() + "`");
            }
        }));
    }

    /** The rows of a goal's properties: its own, and those that it shares. */
    private static List<List<String>> rows(String goal) {
        Set<String> shared = shared(goal);
        return Stream.concat(
                        PAGE.rows("kguard:" + goal).stream()
                                .filter(row -> name(row).startsWith("kguard.")),
                        Stream.of(SUITE, SEVERAL)
                                .flatMap(heading -> PAGE.rows(heading).stream())
                                .filter(row -> shared.contains(name(row))))
                .toList();
    }

    /** The properties in the paragraph of a goal that begins with "Shared", and those of a suite if it says "all of a suite". */
    private static Set<String> shared(String goal) {
        String paragraph = PAGE.section("kguard:" + goal).stream()
                .dropWhile(line -> !line.matches("\\[?Shared\\b.*"))
                .takeWhile(line -> !line.isBlank())
                .collect(Collectors.joining(" "));
        Set<String> shared = found(Pattern.compile("`(kguard\\.\\w+)`"), paragraph);
        if (paragraph.contains("[all of a suite]")) {
            shared.addAll(PAGE.names(SUITE));
        }
        return shared;
    }

    private static String name(List<String> row) {
        return row.get(0).replace("`", "");
    }

    /** The launcher's options are made of this list, so goals and commands are the same. */
    @Test
    void theGoalsOfThePluginAreThoseOfTheList() throws Exception {
        Map<String, Map<String, Parameter>> goals = goals();
        goals.remove("help"); // the launcher has --help

        assertThat(Goals.all()).extracting(Goal::name).containsExactlyInAnyOrderElementsOf(goals.keySet());
        for (Goal goal : Goals.all()) {
            Map<String, Parameter> parameters = goals.get(goal.name());
            for (GoalParameter parameter : goal.parameters()) {
                Parameter declared = parameters.get(parameter.property());
                assertThat(declared).as(goal.name() + " " + parameter.name()).isNotNull();
                assertThat(new Parameter(TYPES.get(declared.type()), declared.required(), declared.initial(), ""))
                        .as(goal.name() + " " + parameter.name())
                        .isEqualTo(new Parameter(
                                parameter.type().toString(), parameter.required(), parameter.initial(), ""));
            }
        }
    }

    @Test
    void everyCommandIsThereWithWhatItsArgumentsStandFor() {
        Map<String, String> commands = new TreeMap<>();
        PAGE.rows("Commands").stream()
                .filter(row -> row.get(0).startsWith("`"))
                .forEach(row -> commands.put(row.get(0).replace("`", ""), row.get(1)));
        assertThat(commands.remove("new")).isEqualTo("a name"); // no goal

        Map<String, String> goals = new TreeMap<>();
        Goals.all()
                .forEach(goal -> goals.put(
                        goal.name(),
                        goal.argument().isEmpty() ? "none" : "`" + GoalParameter.option(goal.argument()) + "`"));
        assertThat(commands).isEqualTo(goals);
    }

    @Test
    void thePropertiesOfSimulationsAreThere() throws Exception {
        assertThat(PAGE.names("System properties")).isEqualTo(ofSimulations());
    }

    @Test
    void noPageNamesAGoalOrPropertyThatThereIsNot() throws Exception {
        Map<String, Set<String>> goals = ofGoals();
        Set<String> all = new TreeSet<>(ofSimulations());
        all.add(Goal.SETTINGS.property());
        goals.values().forEach(all::addAll);
        Pattern property = Pattern.compile("(?:-D|`)(kguard\\.(?!io\\b)\\w+)");
        Pattern goal = Pattern.compile("(?<!io\\.)kguard(?:-maven-plugin)?:(?!ignore\\b)([a-z][\\w-]*)");
        List<String> wrong = new ArrayList<>();
        for (Path page : ReferencePage.all()) {
            String text = ReferencePage.text(page.toString());
            Set<String> names = found(property, text);
            names.removeAll(all);
            names.forEach(name -> wrong.add(page + ": the property " + name));
            Set<String> called = found(goal, text);
            called.removeAll(goals.keySet());
            called.forEach(name -> wrong.add(page + ": the goal " + name));
        }
        assertThat(wrong).isEmpty();
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static Map<String, Set<String>> ofGoals() {
        return Stream.concat(Goals.all().stream(), Stream.of(Goals.HELP))
                .collect(Collectors.toMap(Goal::name, goal -> properties(goal.parameters())));
    }

    private static Set<String> ofSimulations() {
        return properties(Goal.OF_SIMULATIONS);
    }

    private static Set<String> properties(List<GoalParameter> parameters) {
        return parameters.stream().map(GoalParameter::property).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The parameters of each goal by property, from the plugin's descriptor. */
    private static Map<String, Map<String, Parameter>> goals() throws Exception {
        Map<String, Map<String, Parameter>> goals = new TreeMap<>();
        for (Element mojo : elements(descriptor().getDocumentElement(), "mojo")) {
            Map<String, Parameter> parameters = new TreeMap<>();
            Map<String, Element> settings = new LinkedHashMap<>();
            for (Element configuration : elements(mojo, "configuration")) {
                NodeList children = configuration.getChildNodes();
                for (int i = 0; i < children.getLength(); i++) {
                    if (children.item(i) instanceof Element setting) {
                        settings.put(setting.getTagName(), setting);
                    }
                }
            }
            for (Element parameter : elements(mojo, "parameter")) {
                Element setting = settings.get(text(parameter, "name"));
                if (text(parameter, "editable").equals("true") && setting != null) { // else only a pom can give it
                    parameters.put(
                            setting.getTextContent().replaceAll("[${}]", ""),
                            new Parameter(
                                    text(parameter, "type"),
                                    text(parameter, "required").equals("true"),
                                    setting.getAttribute("default-value"),
                                    plain(text(parameter, "description"))));
                }
            }
            goals.put(text(mojo, "goal"), parameters);
        }
        return goals;
    }

    /** Javadoc without its tags and line ends. */
    private static String plain(String javadoc) {
        return javadoc.replaceAll("</?code>", "").replaceAll("\\s+", " ").strip();
    }

    private static Document descriptor() throws Exception {
        for (URL url :
                Collections.list(GoalReferenceTest.class.getClassLoader().getResources("META-INF/maven/plugin.xml"))) {
            try (InputStream in = url.openStream()) {
                Document document = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(in);
                if (text(document.getDocumentElement(), "artifactId").equals("kguard-maven-plugin")) {
                    return document;
                }
            }
        }
        throw new IOException("the plugin has no descriptor: build maven-plugin first");
    }

    private static List<Element> elements(Element parent, String name) {
        List<Element> elements = new ArrayList<>();
        NodeList nodes = parent.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static String text(Element parent, String name) {
        return elements(parent, name).get(0).getTextContent();
    }
}
