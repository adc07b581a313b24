// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.internal.message.Wording;
import io.kguard.internal.sandbox.HostAccess;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.scenario.Recording;
import io.kguard.scenario.Scenario;
import io.kguard.workload.PodImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files that decide what a scenario does. Which of them a scenario with a cluster uses only its steps know, so all beside it
 * count.
 *
 * @param files files and folders of the project, by names that do not depend on where the scenario's folder is
 * @param jar the jar that it is from; null for none
 * @param entry its name in the jar
 * @param images the images of this machine that its pods name
 * @param unknown what else it may use, as the end of a sentence; empty if that is all
 */
public record ScenarioFiles(
        SortedMap<String, Path> files, @Nullable Path jar, String entry, List<String> images, String unknown) {
    /** The name of all that is beside a scenario. */
    private static final String BESIDE = "beside";

    /** Stands for the images of pods that steps create. */
    private static final String OF_STEPS = "(images of steps)";

    public ScenarioFiles {
        images = List.copyOf(images);
    }

    /**
     * The files of a scenario.
     *
     * @param options how it is played
     */
    public static ScenarioFiles of(Scenario scenario, VerifyOptions options) {
        SortedMap<String, Path> files = new TreeMap<>();
        String name = scenario.origin().file();
        int inJar = name.indexOf('!');
        Path own = Path.of(inJar < 0 ? name : name.substring(0, inJar)).toAbsolutePath();
        Path jar = inJar < 0 ? null : own;
        String entry = inJar < 0 ? "" : name.substring(inJar + 2);
        if (!Files.isRegularFile(own)) {
            return new ScenarioFiles(files, jar, entry, List.of(), "it is written in Java");
        }
        if (jar == null) {
            files.put("scenario", own);
        }
        Recording recording = scenario.recording();
        if (recording != null) {
            if (!recording.isInline()) {
                files.put(recording.kind().toString(), recording.file().toAbsolutePath());
            }
            return new ScenarioFiles(files, jar, entry, List.of(), "");
        }
        PodSetup setup = options.simulator().sandbox().setup();
        if (setup.hostAccess() != HostAccess.DECOY) {
            return new ScenarioFiles(files, jar, entry, List.of(), "its pods may see files of this machine");
        }
        Path folder = own.resolveSibling("");
        List<String> images = images(scenario, folder, files);
        if (scenario.cluster() != null) {
            images.add(OF_STEPS);
        }
        if (scenario.cluster() == null || jar != null) {
            return new ScenarioFiles(files, jar, entry, images, "");
        }
        files.put(BESIDE, folder);
        List<Path> granted = setup.folders().granted();
        String more = granted.isEmpty()
                ? ""
                : "it may use any file in " + granted.get(0) + " (" + Wording.option("allow") + ")";
        return new ScenarioFiles(files, null, "", images, more);
    }

    /** The images of pods: those that are files are added to the files. */
    private static List<String> images(Scenario scenario, Path folder, SortedMap<String, Path> files) {
        List<String> images = new ArrayList<>();
        for (Pod pod : scenario.pods()) {
            for (String image : PodImages.sources(pod)) {
                String path = PodImages.pathOf(image);
                if (path == null) {
                    images.add(image);
                } else {
                    files.put("image " + path, folder.resolve(path));
                }
            }
        }
        return images;
    }
}
