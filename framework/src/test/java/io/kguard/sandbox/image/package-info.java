@NullMarked
package io.kguard.sandbox.image;

import org.jspecify.annotations.NullMarked;
