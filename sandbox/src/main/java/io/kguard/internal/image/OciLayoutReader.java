// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.FileBelow;
import io.kguard.internal.file.Sha256;
import io.kguard.workload.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
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
    private static final Path INDEX = Path.of("index.json");

    private final Path folder;

    OciLayoutReader(Path folder) {
        this.folder = folder;
    }

    /** The image with a tag. The empty tag means the only image. */
    ImageBlobs read(String tag) throws IOException {
        Map<String, Object> chosen = choose(JsonTree.read(index()), tag);
        String digest = JsonTree.text(chosen.get("digest"));
        Map<String, Object> manifest = forThisMachine(chosen, 0);
        String config = text(JsonTree.object(manifest.get("config")));
        List<ImageBlobs.Layer> layers = new ArrayList<>();
        for (Object layer : JsonTree.list(manifest.get("layers"))) {
            Path blob = blob(JsonTree.object(layer));
            layers.add(() -> Compression.open(open(blob), String.valueOf(blob.getFileName())));
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
        String digest = JsonTree.text(descriptor.get("digest"));
        String text;
        try (InputStream in = open(blob(descriptor))) {
            text = text(in, digest);
        }
        if (!digest.equals("sha256:" + Sha256.of(text.getBytes(UTF_8)))) {
            throw new IOException("the blob " + digest + " is damaged: its content has another digest");
        }
        return text;
    }

    /** The path of a blob below the layout. */
    private static Path blob(Map<String, Object> descriptor) throws IOException {
        String digest = JsonTree.text(descriptor.get("digest"));
        if (!DIGEST.matcher(digest).matches()) {
            throw new IOException("\"" + digest + "\" is not a sha256 digest");
        }
        return Path.of("blobs/sha256", digest.substring("sha256:".length()));
    }

    /** The layout may be of a checkout, so no link in it is followed. */
    private InputStream open(Path blob) throws IOException {
        try {
            return FileBelow.open(folder, blob);
        } catch (NoSuchFileException e) {
            throw new IOException("the blob sha256:" + blob.getFileName() + " is missing", e);
        }
    }

    private String index() throws IOException {
        try (InputStream in = FileBelow.open(folder, INDEX)) {
            return text(in, INDEX.toString());
        } catch (NoSuchFileException e) {
            throw new IOException("it has no index.json", e);
        }
    }

    private static String text(InputStream in, String name) throws IOException {
        byte[] content = in.readNBytes(ImageBlobs.MAX_JSON + 1);
        if (content.length > ImageBlobs.MAX_JSON) {
            throw new IOException(name + " is larger than " + ImageBlobs.MAX_JSON + " bytes");
        }
        return new String(content, UTF_8);
    }
}
