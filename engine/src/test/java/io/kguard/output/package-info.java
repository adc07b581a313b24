@NullMarked
package io.kguard.output;

import org.jspecify.annotations.NullMarked;
