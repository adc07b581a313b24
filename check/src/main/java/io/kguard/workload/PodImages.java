// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import static io.kguard.workload.ContainerRules.orNone;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** The fields of a pod that name images or their files. */
@API(status = API.Status.INTERNAL)
public final class PodImages {
    /**
     * The annotation with the image source of a pod; followed by a dot and a container's name, the one of a container.
     */
    public static final String ANNOTATION = "kguard.io/image";

    private static final String ROOTFS = "rootfs:";
    private static final List<String> PACKED = List.of("oci:", "docker-archive:");

    private PodImages() {}

    /** The values of these fields, by their paths. */
    public static Map<FieldPath, String> of(Pod pod) {
        Map<FieldPath, String> images = new LinkedHashMap<>();
        if (pod.getMetadata() != null && pod.getMetadata().getAnnotations() != null) {
            FieldPath at = FieldPath.ROOT.key("metadata").key("annotations");
            pod.getMetadata().getAnnotations().forEach((key, value) -> {
                if (key.startsWith(ANNOTATION)) {
                    images.put(at.key(key), String.valueOf(value));
                }
            });
        }
        if (pod.getSpec() != null) {
            FieldPath at = FieldPath.ROOT.key("spec");
            add(images, at.key("initContainers"), orNone(pod.getSpec().getInitContainers()));
            add(images, at.key("containers"), orNone(pod.getSpec().getContainers()));
        }
        return images;
    }

    /** Where the files of the containers' images come from: what annotations say, or else the images' own names. */
    public static Set<String> sources(Pod pod) {
        Set<String> sources = new LinkedHashSet<>();
        if (pod.getSpec() != null) {
            Stream.of(
                            orNone(pod.getSpec().getInitContainers()),
                            orNone(pod.getSpec().getContainers()))
                    .flatMap(List::stream)
                    .forEach(container -> sources.add(String.valueOf(sourceOf(pod, container))));
        }
        return sources;
    }

    /** The source of a container's files: an annotation's image source, or else its image. */
    public static String sourceOf(Pod pod, Container container) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        if (annotations == null) {
            return container.getImage();
        }
        String own = annotations.get(ANNOTATION + "." + container.getName());
        return own != null ? own : annotations.getOrDefault(ANNOTATION, container.getImage());
    }

    /** Whether an image is a folder with a root file system. */
    public static boolean isRootfs(String image) {
        return image.startsWith(ROOTFS);
    }

    /** The file or folder with an image's files, as written; null for an image that this machine has by its name. */
    public static @Nullable String pathOf(String image) {
        String rest = image.substring(image.indexOf(':') + 1);
        if (isRootfs(image)) {
            return rest;
        }
        int colon = rest.indexOf(':');
        return PACKED.stream().noneMatch(image::startsWith) ? null : colon < 0 ? rest : rest.substring(0, colon);
    }

    private static void add(Map<FieldPath, String> images, FieldPath at, List<Container> containers) {
        for (int i = 0; i < containers.size(); i++) {
            String image = containers.get(i) == null ? null : containers.get(i).getImage();
            if (image != null) {
                images.put(at.item(i).key("image"), image);
            }
        }
    }
}
