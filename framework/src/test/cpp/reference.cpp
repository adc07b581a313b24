// What Falco's library makes of a capture: the reference that kguard is compared with.
//
//   reference CAPTURE FILTERS FORMATS
//
// FILTERS and FORMATS are files with a filter or an output format on each line. For every delivered event a line is
// printed: its number, the numbers of the filters that match it, then each format's text, all separated by 0x01; a format
// that has no value is not printed. The line ends with 0x02, for texts may have line breaks. A filter that does not compile
// is reported before the events, as "!", its number and the error.

#include <libsinsp/eventformatter.h>
#include <libsinsp/filter.h>
#include <libsinsp/sinsp.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

std::vector<std::string> lines_of(const char *path) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::vector<std::unique_ptr<sinsp_filter>> compile_filters(sinsp &inspector, const std::vector<std::string> &texts) {
    std::vector<std::unique_ptr<sinsp_filter>> filters;
    for (size_t i = 0; i < texts.size(); i++) {
        try {
            filters.push_back(sinsp_filter_compiler(&inspector, texts[i]).compile());
        } catch (const std::exception &error) {
            filters.push_back(nullptr);
            std::cout << '!' << i << '\1' << error.what() << '\2';
        }
    }
    return filters;
}

}  // namespace

int main(int count, char **arguments) {
    if (count != 4) {
        std::cerr << "usage: reference CAPTURE FILTERS FORMATS\n";
        return 2;
    }
    try {
        sinsp inspector;
        auto filters = compile_filters(inspector, lines_of(arguments[2]));
        sinsp_filter_check_list checks;
        std::vector<std::unique_ptr<sinsp_evt_formatter>> formats;
        for (const auto &format : lines_of(arguments[3])) {
            formats.push_back(std::make_unique<sinsp_evt_formatter>(&inspector, format, checks));
        }
        inspector.open_savefile(arguments[1]);
        for (;;) {
            sinsp_evt *event = nullptr;
            int32_t result = inspector.next(&event);
            if (result == SCAP_EOF) {
                return 0;
            }
            if (result == SCAP_TIMEOUT || result == SCAP_FILTERED_EVENT) {
                continue;
            }
            if (result != SCAP_SUCCESS) {
                std::cout << std::flush;
                std::cerr << inspector.getlasterr() << '\n';
                return 1;
            }
            std::cout << event->get_num();
            for (size_t i = 0; i < filters.size(); i++) {
                if (filters[i] && filters[i]->run(event)) {
                    std::cout << '\1' << 'f' << i;
                }
            }
            for (size_t i = 0; i < formats.size(); i++) {
                std::string text;
                if (formats[i]->tostring(event, text)) {
                    std::cout << '\1' << 'o' << i << '=' << text;
                }
            }
            std::cout << '\2';
        }
    } catch (const std::exception &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
