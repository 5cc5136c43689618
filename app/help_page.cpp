#include "app/help_page.h"

#include <QFile>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>
#include <QTextDocument>
#include <QVBoxLayout>

#include "app/language.h"
#include "widgets/card.h"
#include "widgets/theme.h"

namespace rxq::app {

HelpPage::HelpPage(QWidget* parent) : Page(parent) {
  auto* card = new widgets::Card;
  auto* browser = new QTextBrowser;
  browser->setOpenExternalLinks(true);
  browser->setAccessibleName(tr("Help"));
  browser->setFrameShape(QFrame::NoFrame);
  browser->document()->setDocumentMargin(10);
  browser->document()->setDefaultFont(widgets::uiFont(13));
  const bool chinese = currentLanguage() == QLatin1String("zh_CN");
  QFile file(chinese ? QStringLiteral(":/rxquant/help/guide.zh_CN.md")
                     : QStringLiteral(":/rxquant/help/guide.md"));
  if (file.open(QIODevice::ReadOnly))
    browser->setMarkdown(QString::fromUtf8(file.readAll()));
  // Air between lines and paragraphs; headings in the program's sizes.
  for (QTextBlock block = browser->document()->begin(); block.isValid(); block = block.next()) {
    QTextCursor cursor(block);
    QTextBlockFormat format = block.blockFormat();
    const int level = format.headingLevel();
    format.setLineHeight(135, QTextBlockFormat::ProportionalHeight);
    format.setTopMargin(level == 1 ? 4 : level > 1 ? 16 : 3);
    format.setBottomMargin(5);
    cursor.mergeBlockFormat(format);
    if (level > 0) {
      cursor.select(QTextCursor::BlockUnderCursor);
      QTextCharFormat text;
      text.setFont(
          widgets::uiFont(level == 1 ? 22 : 15, level == 1 ? QFont::Bold : QFont::DemiBold));
      cursor.mergeCharFormat(text);
    }
  }
  browser->moveCursor(QTextCursor::Start);
  card->setMaximumWidth(860);
  card->body()->addWidget(browser, 1);
  auto* row = new QHBoxLayout;
  row->addWidget(card, 100);
  row->addStretch(1);
  pageLayout()->addLayout(row, 1);
}

} // namespace rxq::app
