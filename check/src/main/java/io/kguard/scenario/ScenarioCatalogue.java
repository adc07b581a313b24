// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.message.Wording;
import io.kguard.internal.source.EventSources;
import io.kguard.rule.LoadResult;
import io.kguard.workload.AllowedFolders;
import io.kguard.workload.PodImages;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The scenarios that can be run: those of jars on the class path, under {@value #RESOURCES}, and those of a user's
 * directories. Every scenario has a unique id.
 */
@API(status = API.Status.INTERNAL)
public final class ScenarioCatalogue {
    /** The folder of a jar that holds scenario files. */
    public static final String RESOURCES = "kguard/scenarios";

    private static final Pattern EVENT_SCRIPT = Pattern.compile("(?i).*\\.events\\.ya?ml");

    private final Map<String, Scenario> found;
    private final Map<String, Scenario> scenarios;
    private final Set<String> ofJars;
    private final AllowedFolders granted;
    private final EventSources sources;
    private final List<String> others;
    private final List<Unread> unread;

    private ScenarioCatalogue(Collector collector) throws IOException {
        this.found = collector.finish();
        this.unread = List.copyOf(collector.unread);
        this.scenarios = found;
        this.granted = collector.granted;
        this.sources = collector.sources;
        this.ofJars = Set.copyOf(collector.ofJars);
        this.others = List.copyOf(collector.others);
    }

    private ScenarioCatalogue(ScenarioCatalogue of, Map<String, Scenario> scenarios) {
        this.found = of.found;
        this.scenarios = scenarios;
        this.granted = of.granted;
        this.sources = of.sources;
        this.ofJars = of.ofJars;
        this.others = of.others;
        this.unread = of.unread;
    }

    /** The same with a file that was not read. */
    private ScenarioCatalogue(ScenarioCatalogue of, Unread file) {
        Map<String, Scenario> all = new LinkedHashMap<>(of.found);
        Set<String> jars = new HashSet<>(of.ofJars);
        for (Scenario scenario : file.read(of.granted, of.sources)) {
            all.put(scenario.id(), scenario);
            jars.add(scenario.id());
        }
        this.found = all;
        this.scenarios = all;
        this.granted = of.granted;
        this.sources = of.sources;
        this.ofJars = Set.copyOf(jars);
        this.others = of.others;
        this.unread = of.unread.stream().filter(other -> !other.equals(file)).toList();
    }

    /** A file of a jar that nobody asked for. */
    private record Unread(Path jar, IndexedFile content) {
        List<Scenario> read(AllowedFolders granted, EventSources sources) {
            try (FileSystem files = FileSystems.newFileSystem(jar)) {
                Path entry = files.getPath(content.path());
                return ScenarioReader.read(jar + "!" + entry, entry, granted, sources, Map.of());
            } catch (IOException e) {
                throw new ScenarioException("the scenarios can't be read: " + FileFault.of(e));
            }
        }
    }

    /**
     * Finds the scenarios of the class path and of files.
     *
     * @param loader the class loader whose jars are searched
     * @param paths scenario files, and directories that are searched for {@code .yaml} and {@code .yml} files,
     *     including links
     * @throws ScenarioException if a path does not exist or is a directory without such a file, a file is not a valid
     *     scenario, or two scenarios have the same id; it lists the mistakes of all files
     */
    public static ScenarioCatalogue load(ClassLoader loader, Collection<Path> paths) {
        return load(loader, paths, AllowedFolders.defaults(), EventSources.BUILT_IN);
    }

    /**
     * Finds the scenarios of the class path and of files.
     *
     * @param loader the class loader whose jars are searched
     * @param paths scenario files, and directories that are searched for {@code .yaml} and {@code .yml} files
     * @param granted folders from which scenarios may use files, in addition to their own folders
     * @param sources the sources that their events may have
     * @throws ScenarioException as for {@link #load(ClassLoader, Collection)}
     */
    public static ScenarioCatalogue load(
            ClassLoader loader, Collection<Path> paths, AllowedFolders granted, EventSources sources) {
        return load(loader, paths, granted, sources, file -> true);
    }

    /**
     * Finds the scenarios of files, and those of the class path that are asked for. What is not read is {@link #unread()}.
     *
     * @param loader the class loader whose jars are searched
     * @param paths scenario files, and directories that are searched for {@code .yaml} and {@code .yml} files
     * @param granted folders from which scenarios may use files, in addition to their own folders
     * @param sources the sources that their events may have
     * @param asked whether a file of a jar that has an index is read
     * @throws ScenarioException as for {@link #load(ClassLoader, Collection)}
     */
    public static ScenarioCatalogue load(
            ClassLoader loader,
            Collection<Path> paths,
            AllowedFolders granted,
            EventSources sources,
            Predicate<IndexedFile> asked) {
        return collected(loader, paths, new Collector(granted, sources, asked));
    }

    private static ScenarioCatalogue collected(
            @Nullable ClassLoader loader, Collection<Path> paths, Collector collector) {
        try {
            for (URL folder : loader == null ? List.<URL>of() : folders(loader)) {
                collector.addFolder(folder);
            }
            for (Path path : paths) {
                collector.addGiven(path);
            }
            return new ScenarioCatalogue(collector);
        } catch (OwnFolder.LeftException e) {
            throw new ScenarioException(String.valueOf(e.getMessage()));
        } catch (IOException | URISyntaxException e) {
            throw new ScenarioException("the scenarios can't be read: " + FileFault.of(e));
        }
    }

    /**
     * Finds the scenarios of files only.
     *
     * @param paths scenario files, and directories that are searched for {@code .yaml} and {@code .yml} files
     * @throws ScenarioException as for {@link #load}
     */
    public static ScenarioCatalogue ofFiles(Collection<Path> paths) {
        return collected(null, paths, new Collector(AllowedFolders.defaults(), EventSources.BUILT_IN, file -> true));
    }

    /**
     * The same scenarios with what rules have of that which scenarios require of them. One that requires what these rules do not have
     * says so by {@link Scenario#requirement}.
     */
    public ScenarioCatalogue forRules(LoadResult rules) {
        Map<String, Scenario> fitted = new LinkedHashMap<>();
        found.forEach((id, scenario) -> fitted.put(id, fitted(scenario, rules)));
        return new ScenarioCatalogue(this, fitted);
    }

    /**
     * The same scenarios on a machine that lacks images of pods. One with such a pod says so by {@link Scenario#requirement}.
     *
     * @param missing what a scenario with an image requires and the machine lacks, as the end of a sentence; empty for nothing
     */
    public ScenarioCatalogue without(Function<String, Optional<String>> missing) {
        Map<String, Scenario> fitted = new LinkedHashMap<>();
        scenarios.forEach((id, scenario) -> fitted.put(
                id,
                scenario.pods().stream()
                        .flatMap(pod -> PodImages.sources(pod).stream())
                        .flatMap(image -> missing.apply(image).stream())
                        .findFirst()
                        .map(Requirement::of)
                        .map(scenario::requiring)
                        .orElse(scenario)));
        return new ScenarioCatalogue(this, fitted);
    }

    /** Whether the scenarios require of other rules what these have, too. */
    public boolean isFor(LoadResult rules) {
        return found.values().stream()
                .filter(scenario -> !scenario.requires().equals(Requirement.NONE))
                .allMatch(scenario -> get(scenario.id())
                        .requires()
                        .equals(fitted(scenario, rules).requires()));
    }

    private Scenario fitted(Scenario scenario, LoadResult rules) {
        if (scenario.requires().equals(Requirement.NONE)) {
            return scenario;
        }
        Requirement requirement = scenario.requires().in(rules);
        try {
            return read(scenario, requirement.values()).requiring(requirement);
        } catch (ScenarioException e) {
            if (requirement.values().isEmpty() || e.problems().isEmpty()) {
                throw e;
            }
            return scenario.requiring(requirement.unfit(e.problems().get(0).message()));
        }
    }

    /** All scenarios, in the order in which they were found; a twin follows its attack. */
    public Collection<Scenario> scenarios() {
        return scenarios.values();
    }

    /** The scenarios of jars that nobody asked for, as the indexes of the jars have them. */
    public List<IndexedScenario> unread() {
        return unread.stream()
                .flatMap(file -> file.content.scenarios().stream())
                .toList();
    }

    /** The same scenarios, and those of the file of the one with an id, if nobody asked for it before. */
    public ScenarioCatalogue reading(String id) {
        return unread.stream()
                .filter(file -> file.content.has(id))
                .findFirst()
                .map(file -> new ScenarioCatalogue(this, file))
                .orElse(this);
    }

    /** What lies among the scenarios of folders and is none, in sentences: Kubernetes manifests, which scenarios may apply. */
    public List<String> others() {
        return others;
    }

    /** The scenario with an id. */
    public Optional<Scenario> find(String id) {
        return Optional.ofNullable(scenarios.get(id));
    }

    /**
     * The scenario with an id.
     *
     * @throws ScenarioException if there is none; it names the closest one
     */
    public Scenario get(String id) {
        Scenario scenario = scenarios.get(id);
        if (scenario != null) {
            return scenario;
        }
        Set<String> known = new LinkedHashSet<>(scenarios.keySet());
        unread().forEach(other -> known.add(other.id()));
        String hint = known.isEmpty()
                ? "no scenario was found: name the directory of your scenarios, or add the dependency kguard-attack-scenarios"
                : Nearest.hint(id, known);
        throw new ScenarioException("there is no scenario \"" + id + "\"; "
                + (hint.isEmpty() ? Wording.command("scenarios") + " lists the " + known.size() + " there are" : hint));
    }

    /**
     * The scenario with an id, with others in place of some values of its file.
     *
     * @param values the values, by their names
     * @throws ScenarioException if there is none, or its file has no such value; it names the closest one
     */
    public Scenario get(String id, Map<String, String> values) {
        Scenario scenario = get(id);
        if (values.isEmpty()) {
            return scenario;
        }
        Map<String, String> all = new HashMap<>(scenario.values());
        all.putAll(values);
        return read(scenario, all).requiring(scenario.requires());
    }

    /** Reads a scenario again. */
    private Scenario read(Scenario scenario, Map<String, String> values) {
        if (values.isEmpty()) {
            return scenario;
        }
        String id = scenario.id();
        return inFile(
                scenario,
                (name, file) -> ScenarioReader.read(name, file, granted, sources, values).stream()
                        .filter(read -> read.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new ScenarioException(
                                "the file of the scenario \"" + id + "\" has no such scenario with other values")));
    }

    /** The text of the file in which a scenario is written, as its author wrote it. */
    public String text(Scenario scenario) {
        return inFile(scenario, (name, file) -> Files.readString(file));
    }

    private interface Reading<T> {
        T of(String name, Path file) throws IOException;
    }

    /** Reads the file in which a scenario is written, which may be in a jar. */
    private static <T> T inFile(Scenario scenario, Reading<T> reading) {
        String name = scenario.origin().file();
        int inJar = name.indexOf('!');
        try {
            if (inJar < 0) {
                return reading.of(name, Path.of(name));
            }
            try (FileSystem content = FileSystems.newFileSystem(Path.of(name.substring(0, inJar)))) {
                return reading.of(name, content.getPath(name.substring(inJar + 1)));
            }
        } catch (IOException e) {
            throw new ScenarioException(name + ": the scenario file can't be read: " + FileFault.reason(e));
        }
    }

    /** Whether a scenario is from a jar. It was written for others, who may have other rules. */
    public boolean isOfJar(Scenario scenario) {
        return ofJars.contains(scenario.id());
    }

    private static List<URL> folders(ClassLoader loader) throws IOException {
        List<URL> folders = new ArrayList<>(Collections.list(loader.getResources(RESOURCES)));
        for (URL manifest : Collections.list(loader.getResources(JarFile.MANIFEST_NAME))) {
            if (manifest.openConnection() instanceof JarURLConnection jar && hasUnlistedFolder(jar)) {
                folders.add(URI.create("jar:" + jar.getJarFileURL() + "!/" + RESOURCES)
                        .toURL());
            }
        }
        return folders;
    }

    /** Whether a jar has scenarios, but was made without entries for folders, by which a class loader finds them. */
    private static boolean hasUnlistedFolder(JarURLConnection connection) throws IOException {
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            return jar.getEntry("META-INF/") == null
                    && jar.getEntry(RESOURCES + "/") == null
                    && jar.stream().anyMatch(entry -> entry.getName().startsWith(RESOURCES + "/"));
        }
    }

    /** Reads files one after another, and continues after a wrong one to report the mistakes of all. */
    private static final class Collector {
        private final Map<String, Scenario> scenarios = new LinkedHashMap<>();
        private final List<ScenarioProblem> problems = new ArrayList<>();
        private final List<String> ofJars = new ArrayList<>();
        private final List<String> others = new ArrayList<>();
        private final AllowedFolders granted;
        private final EventSources sources;
        private final Predicate<IndexedFile> asked;
        private final List<Unread> unread = new ArrayList<>();

        Collector(AllowedFolders granted, EventSources sources, Predicate<IndexedFile> asked) {
            this.granted = granted;
            this.sources = sources;
            this.asked = asked;
        }

        void addFolder(URL folder) throws IOException, URISyntaxException {
            if (folder.getProtocol().equals("file")) {
                addAll(ScenarioFolder.of(Path.of(folder.toURI())));
            } else if (folder.openConnection() instanceof JarURLConnection jar) {
                jar.setUseCaches(false);
                Path file = Path.of(jar.getJarFileURL().toURI());
                try (FileSystem content = FileSystems.newFileSystem(file)) {
                    ScenarioIndex index = ScenarioIndex.in(content.getPath("/"));
                    for (Path entry : ScenarioFolder.of(content.getPath("/" + RESOURCES), index)
                            .files()) {
                        Optional<IndexedFile> known = index.find(entry);
                        if (known.isPresent() && !asked.test(known.get())) {
                            unread.add(new Unread(file, known.get()));
                        } else {
                            add(() -> ScenarioReader.read(file + "!" + entry, entry, granted, sources, Map.of()))
                                    .forEach(ofJars::add);
                        }
                    }
                }
            } else {
                throw new IOException("no way to list " + URI.create(folder.toString()));
            }
        }

        void addGiven(Path path) throws IOException {
            OwnFolder.check(path);
            if (Files.isDirectory(path)) {
                ScenarioFolder folder = ScenarioFolder.of(path);
                if (folder.files().isEmpty() && folder.problems().isEmpty()) {
                    throw new ScenarioException(
                            "the directory " + path + " holds no scenario: it has no file named *.yaml or *.yml"
                                    + (folder.manifests().isEmpty() ? "" : " that is no Kubernetes manifest"));
                }
                addAll(folder);
            } else if (ScenarioFolder.isManifest(path)) {
                throw new ScenarioException(
                        path + " is a Kubernetes manifest: it has apiVersion and kind, and no scenario. "
                                + "Name the scenario that uses it, or their folder");
            } else if (Files.isRegularFile(path)) {
                var unused = add(() -> ScenarioReader.read(path, granted, sources));
            } else {
                throw new ScenarioException("there is no scenario file or directory " + path);
            }
        }

        /** The scenarios of a folder. One that is left out would be left unchecked, so a scenario must name each event script. */
        private void addAll(ScenarioFolder folder) throws IOException {
            problems.addAll(folder.problems());
            folder.manifests().forEach(file -> others.add("No scenario: " + file + " is a Kubernetes manifest"));
            List<Path> scripts = new ArrayList<>();
            for (Path file : folder.files()) {
                if (EVENT_SCRIPT.matcher(file.toString()).matches()) {
                    scripts.add(file.toAbsolutePath().normalize());
                } else {
                    var unused = add(() -> ScenarioReader.read(file, granted, sources));
                }
            }
            Set<Path> named = new HashSet<>();
            for (Scenario scenario : scenarios.values()) {
                Recording recording = scenario.recording();
                if (recording != null) {
                    named.add(recording.file().toAbsolutePath().normalize());
                }
            }
            scripts.removeAll(named);
            for (Path script : scripts) {
                problems.add(new ScenarioProblem(
                        new Origin(script.toString(), 1, 1),
                        "no scenario of this folder names this event script",
                        "name it in a scenario with the key \"events\", or move it out of the folder",
                        ""));
            }
        }

        private interface Scenarios {
            List<Scenario> read() throws IOException;
        }

        /** Adds the new scenarios and returns their ids. */
        private List<String> add(Scenarios reader) throws IOException {
            List<String> added = new ArrayList<>();
            List<Scenario> read;
            try {
                read = reader.read();
            } catch (ScenarioException e) {
                if (e.problems().isEmpty()) {
                    throw e;
                }
                problems.addAll(e.problems());
                return added;
            }
            for (Scenario scenario : read) {
                Scenario other = scenarios.putIfAbsent(scenario.id(), scenario);
                if (other != null) {
                    problems.add(new ScenarioProblem(
                            scenario.origin(),
                            "there is another scenario " + scenario.id() + " at " + other.origin(),
                            "give one of them another id",
                            ""));
                } else {
                    added.add(scenario.id());
                }
            }
            return added;
        }

        /** An id must be of one scenario, also if nobody asked for it: such files are read, so that it is said as for others. */
        private void addDoubles() throws IOException {
            Set<String> ids = new HashSet<>(scenarios.keySet());
            Set<String> twice = new HashSet<>();
            for (Unread file : unread) {
                for (IndexedScenario scenario : file.content.scenarios()) {
                    if (!ids.add(scenario.id())) {
                        twice.add(scenario.id());
                    }
                }
            }
            for (Unread file : unread) {
                if (twice.stream().anyMatch(file.content::has)) {
                    add(() -> file.read(granted, sources)).forEach(ofJars::add);
                }
            }
        }

        Map<String, Scenario> finish() throws IOException {
            addDoubles();
            if (!problems.isEmpty()) {
                throw new ScenarioException(problems);
            }
            return scenarios;
        }
    }
}
