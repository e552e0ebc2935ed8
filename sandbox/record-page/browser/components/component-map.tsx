import { createController } from '@remote-ui/react/host';
import * as actions from './actions.tsx';
import * as data from './data.tsx';
import * as dates from './date-fields.tsx';
import * as feedback from './feedback.tsx';
import { Form } from './form.tsx';
import { Tooltip } from './help-tip.tsx';
import { Icon } from './icon.tsx';
import * as layout from './layout.tsx';
import * as numbers from './number-fields.tsx';
import * as overlays from './overlays.tsx';
import * as selects from './select-fields.tsx';
import * as tabs from './tabs.tsx';
import * as text from './text.tsx';
import * as textFields from './text-fields.tsx';
import * as toggles from './toggle-fields.tsx';

/** How each HubSpot component is shown, by the name it has in `@hubspot/ui-extensions` 0.17. */
const COMPONENTS = {
  Accordion: layout.Accordion,
  Alert: feedback.Alert,
  AutoGrid: layout.AutoGrid,
  Box: layout.Box,
  Button: actions.Button,
  ButtonRow: actions.ButtonRow,
  Card: layout.Card,
  Checkbox: toggles.Checkbox,
  CurrencyInput: numbers.CurrencyInput,
  DateInput: dates.DateInput,
  DescriptionList: data.DescriptionList,
  DescriptionListItem: data.DescriptionListItem,
  Divider: layout.Divider,
  Dropdown: actions.Dropdown,
  DropdownButtonItem: actions.DropdownButtonItem,
  EmptyState: feedback.EmptyState,
  ErrorState: feedback.ErrorState,
  Flex: layout.Flex,
  Form,
  Heading: text.Heading,
  Icon,
  Image: text.Image,
  Inline: layout.Inline,
  Input: textFields.Input,
  Link: actions.Link,
  List: text.List,
  LoadingButton: actions.LoadingButton,
  LoadingSpinner: feedback.LoadingSpinner,
  Modal: overlays.Modal,
  ModalBody: overlays.DialogBody,
  ModalFooter: overlays.DialogFooter,
  MultiSelect: selects.MultiSelect,
  NumberInput: numbers.NumberInput,
  PageTitle: text.PageTitle,
  Panel: overlays.Panel,
  PanelBody: overlays.DialogBody,
  PanelFooter: overlays.DialogFooter,
  PanelSection: overlays.PanelSection,
  ProgressBar: feedback.ProgressBar,
  RadioButton: toggles.RadioButton,
  SearchInput: textFields.SearchInput,
  Select: selects.Select,
  Spacer: layout.Spacer,
  Stack: layout.Stack,
  Statistics: data.Statistics,
  StatisticsItem: data.StatisticsItem,
  StatisticsTrend: data.StatisticsTrend,
  StatusTag: text.StatusTag,
  StepIndicator: feedback.StepIndicator,
  StepperInput: numbers.StepperInput,
  Tab: tabs.Tab,
  Table: data.Table,
  TableBody: data.TableBody,
  TableCell: data.TableCell,
  TableFooter: data.TableFooter,
  TableHead: data.TableHead,
  TableHeader: data.TableHeader,
  TableRow: data.TableRow,
  Tabs: tabs.Tabs,
  Tag: text.Tag,
  Text: text.Text,
  TextArea: textFields.TextArea,
  Textarea: textFields.TextArea,
  Tile: layout.Tile,
  TimeInput: dates.TimeInput,
  Toggle: toggles.Toggle,
  ToggleGroup: toggles.ToggleGroup,
  Tooltip,
};

/** A box in place of a component this page cannot show, so that nothing is missing unseen. */
function UnsupportedComponent({ name }: { name: string }) {
  return (
    <div className="hs-unsupported" role="note">
      Unsupported component {name}
    </div>
  );
}

/** Shows a card's remote tree with the components of this page. */
export const cardController = createController(COMPONENTS, {
  renderComponent: ({ component, key }, { renderDefault }) => {
    const name = String(component.type);
    return name in COMPONENTS ? renderDefault() : <UnsupportedComponent key={key} name={name} />;
  },
});
