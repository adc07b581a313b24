// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads an OCI image layout: a folder with an index, and blobs named by their digests. */
final class OciLayoutReader {
    private static final String NAME = "org.opencontainers.image.ref.name";
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int MAX_DEPTH = 4;

    private final Path folder;

    OciLayoutReader(Path folder) {
        this.folder = folder;
    }

    /** The image with a tag. The empty tag means the only image. */
    ImageBlobs read(String tag) throws IOException {
        Path index = folder.resolve("index.json");
        if (!Files.isRegularFile(index)) {
            throw new IOException("it has no index.json");
        }
        inside(index);
        Map<String, Object> chosen = choose(JsonTree.read(bounded(index)), tag);
        String digest = JsonTree.text(chosen.get("digest"));
        Map<String, Object> manifest = forThisMachine(chosen, 0);
        String config = text(JsonTree.object(manifest.get("config")));
        List<Path> layers = new ArrayList<>();
        for (Object layer : JsonTree.list(manifest.get("layers"))) {
            layers.add(blob(JsonTree.object(layer)));
        }
        return new ImageBlobs(reference(tag).withDigest(digest), config, layers);
    }

    private ImageReference reference(String tag) {
        String name = String.valueOf(folder.getFileName()).replaceAll("[^a-zA-Z0-9._-]", "-");
        boolean simple = tag.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
        return tag.isEmpty() || simple
                ? new ImageReference("localhost/" + name, tag.isEmpty() ? "latest" : tag, "")
                : ImageReference.parse(tag);
    }

    private static Map<String, Object> choose(Map<String, Object> index, String tag) throws IOException {
        List<String> names = new ArrayList<>();
        List<Object> all = JsonTree.list(index.get("manifests"));
        for (Object each : all) {
            Map<String, Object> manifest = JsonTree.object(each);
            String name =
                    JsonTree.text(JsonTree.object(manifest.get("annotations")).get(NAME));
            names.add(name.isEmpty() ? "(without a name)" : name);
            if (tag.isEmpty() ? all.size() == 1 : name.equals(tag)) {
                return manifest;
            }
        }
        throw new IOException((tag.isEmpty()
                        ? "it must have one image if none is named, but it has " + names.size()
                        : "it has no image " + tag)
                + ". It has: " + String.join(", ", names));
    }

    /** The manifest for this platform, if there are several. */
    private Map<String, Object> forThisMachine(Map<String, Object> descriptor, int depth) throws IOException {
        Map<String, Object> manifest = JsonTree.read(text(descriptor));
        if (!manifest.containsKey("manifests")) {
            return manifest;
        }
        String wanted = System.getProperty("os.arch").equals("aarch64") ? "arm64" : System.getProperty("os.arch");
        List<String> found = new ArrayList<>();
        for (Object each : JsonTree.list(manifest.get("manifests"))) {
            Map<String, Object> inner = JsonTree.object(each);
            Map<String, Object> platform = JsonTree.object(inner.get("platform"));
            String os = JsonTree.text(platform.get("os"));
            String architecture = JsonTree.text(platform.get("architecture"));
            found.add(os + "/" + architecture);
            if (os.equals("linux") && architecture.equals(wanted) && depth < MAX_DEPTH) {
                return forThisMachine(inner, depth + 1);
            }
        }
        throw new IOException("it is not for linux/" + wanted + " but for " + String.join(", ", found));
    }

    private String text(Map<String, Object> descriptor) throws IOException {
        String text = bounded(blob(descriptor));
        String digest = JsonTree.text(descriptor.get("digest"));
        if (!digest.equals("sha256:" + Sha256.of(text.getBytes(UTF_8)))) {
            throw new IOException("the blob " + digest + " is damaged: its content has another digest");
        }
        return text;
    }

    private Path blob(Map<String, Object> descriptor) throws IOException {
        String digest = JsonTree.text(descriptor.get("digest"));
        if (!DIGEST.matcher(digest).matches()) {
            throw new IOException("\"" + digest + "\" is not a sha256 digest");
        }
        Path blob = folder.resolve("blobs/sha256").resolve(digest.substring("sha256:".length()));
        if (!Files.isRegularFile(blob, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("the blob " + digest + " is missing");
        }
        inside(blob);
        return blob;
    }

    /** Refuses a link to a file outside of the layout. */
    private void inside(Path file) throws IOException {
        if (!file.toRealPath().startsWith(folder.toRealPath())) {
            throw new IOException(file.getFileName() + " leads out of the layout");
        }
    }

    private static String bounded(Path file) throws IOException {
        if (Files.size(file) > ImageBlobs.MAX_JSON) {
            throw new IOException(file.getFileName() + " is larger than " + ImageBlobs.MAX_JSON + " bytes");
        }
        return Files.readString(file);
    }
}
