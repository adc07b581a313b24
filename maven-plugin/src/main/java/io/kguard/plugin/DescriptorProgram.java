// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.goal.Goals;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Makes the plugin's descriptor of the list of goals. The build runs it. */
record DescriptorProgram(XMLStreamWriter xml) {
    static final String PROJECT = "project";
    static final String SESSION = "session";
    static final String EXECUTION = "execution";

    /** What Maven gives to every goal. */
    private record OfMaven(String name, String type, String expression) {}

    private static final List<OfMaven> OF_MAVEN = List.of(
            new OfMaven(PROJECT, "org.apache.maven.project.MavenProject", "${project}"),
            new OfMaven(SESSION, "org.apache.maven.execution.MavenSession", "${session}"),
            new OfMaven(EXECUTION, "org.apache.maven.plugin.MojoExecution", "${mojoExecution}"));

    /** In which phase of a build a goal runs, if a pom says no other. */
    private static final Map<String, String> PHASES = Map.of("verify", "verify", "lint", "validate");

    private static final Map<GoalParameter.Type, String> TYPES = Map.of(
            GoalParameter.Type.FILES, "java.util.List",
            GoalParameter.Type.FILE, "java.io.File",
            GoalParameter.Type.TEXT, "java.lang.String",
            GoalParameter.Type.NAMES, "java.lang.String",
            GoalParameter.Type.NUMBER, "java.lang.Double",
            GoalParameter.Type.SWITCH, "boolean",
            GoalParameter.Type.VALUE_OR_ALONE, "java.lang.String");

    /** Arguments: the file to write, the version of kguard, and the oldest Maven. */
    public static void main(String[] args) throws IOException, XMLStreamException {
        Path file = Path.of(args[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
            new DescriptorProgram(xml).plugin(args[1], args[2]);
            xml.close();
        }
    }

    /** Whether a pom can give it thresholds for some of the rules. */
    static boolean takesThresholds(Goal goal) {
        return goal.parameter("minRuleCoverage")
                .or(() -> goal.parameter("mutationThreshold"))
                .isPresent();
    }

    private void plugin(String version, String maven) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("plugin");
        text("name", "kguard maven-plugin");
        text("description", "Test Kubernetes runtime-security rules like code");
        text("groupId", "io.kguard");
        text("artifactId", "kguard-maven-plugin");
        text("version", version);
        text("goalPrefix", "kguard");
        text("isolatedRealm", "false");
        text("inheritedByDefault", "true");
        text("requiredMavenVersion", maven);
        xml.writeStartElement("mojos");
        List<Goal> goals = Goals.ofPlugin().stream()
                .sorted(Comparator.comparing(Goal::name))
                .toList();
        for (Goal goal : goals) {
            mojo(goal);
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void mojo(Goal goal) throws XMLStreamException {
        xml.writeStartElement("mojo");
        text("goal", goal.name());
        text("description", goal.summary());
        if (goal.parameter("scenarios").isPresent()) { // they may be in jars of the module's class path
            text("requiresDependencyResolution", "test");
        }
        text("requiresProject", "false");
        String phase = PHASES.get(goal.name());
        if (phase != null) {
            text("phase", phase);
        }
        text("implementation", GoalMojo.class.getName());
        text("language", "java");
        text("configurator", "map-oriented");
        text("instantiationStrategy", "per-lookup");
        text("executionStrategy", "once-per-session");
        text("threadSafe", "true");
        xml.writeStartElement("parameters");
        for (GoalParameter parameter : goal.parameters()) {
            parameter(
                    parameter.name(),
                    TYPES.getOrDefault(parameter.type(), ""),
                    parameter.required(),
                    true,
                    parameter.meaning());
        }
        if (takesThresholds(goal)) {
            parameter(Threshold.PARAMETER, "java.util.List", false, true, Threshold.MEANING);
        }
        for (OfMaven given : OF_MAVEN) {
            parameter(given.name(), given.type(), true, false, "");
        }
        xml.writeEndElement();
        xml.writeStartElement("configuration");
        for (GoalParameter parameter : goal.parameters()) {
            xml.writeStartElement(parameter.name());
            xml.writeAttribute("implementation", TYPES.getOrDefault(parameter.type(), ""));
            if (!parameter.initial().isEmpty()) {
                xml.writeAttribute("default-value", parameter.initial());
            }
            xml.writeCharacters("${" + parameter.property() + "}");
            xml.writeEndElement();
        }
        for (OfMaven given : OF_MAVEN) {
            xml.writeStartElement(given.name());
            xml.writeAttribute("implementation", given.type());
            xml.writeAttribute("default-value", given.expression());
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void parameter(String name, String type, boolean required, boolean editable, String meaning)
            throws XMLStreamException {
        xml.writeStartElement("parameter");
        text("name", name);
        text("type", type);
        text("required", String.valueOf(required));
        text("editable", String.valueOf(editable));
        text("description", meaning);
        xml.writeEndElement();
    }

    private void text(String name, String value) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }
}
