"""The names under which people write the keys of a file: their own, and those of other languages and programs."""

from collections.abc import Mapping
from functools import cache

from parley.reading.mending.blocks import fold_key, fold_names
from parley.reading.nodes import KeyTable

OTHERS: Mapping[str, str] = {
    "title": "titel titre título titulo titolo tytuł заголовок название العنوان عنوان כותרת 标题 標題 題名 "
    "タイトル 제목 başlık शीर्षक headline heading",
    "author": "autor auteur autora autrice autore autoría autoria verfasser verfasserin verfasst_von skribent автор "
    "الكاتب كاتب المؤلف מחבר 作者 著者 投稿者 작성자 yazar लेखक authors username user handle login writer written_by by",
    "date": "datum fecha data дата التاريخ تاريخ תאריך 日期 日付 날짜 tarih दिनांक तारीख created created_at "
    "published published_at pubdate",
    "updated": "aktualisiert geändert modifié mis_à_jour actualizado modificado aggiornato обновлено 更新 更新日 "
    "modified last_modified lastmod updated_at edited",
    "tags": "schlagwörter schlagworte stichwörter stichworte themen étiquettes etiquettes mots_clés etiquetas "
    "etichette trefwoorden tagi теги метки الوسوم وسوم תגיות 标签 標籤 タグ 태그 etiketler टैग keywords categories "
    "category labels label topics topic",
    "questions": "fragen preguntas perguntas domande vragen pytania вопросы أسئلة الأسئلة שאלות 问题 質問 질문 sorular",
    "summary": "zusammenfassung résumé resumen resumo riassunto samenvatting streszczenie резюме ملخص תקציר 摘要 要約 "
    "요약 özet description excerpt abstract",
    "sources": "quellen fuentes fontes fonti bronnen źródła источники المصادر מקורות 来源 出典 출처 "
    "kaynaklar references",
    "reply_to": "antwort_auf réponse_à en_réponse_à respuesta_a en_respuesta_a em_resposta_a in_risposta_a "
    "odpowiedź_na в_ответ_на رد_على ردا_على 回复 返信先 답글_대상",
    "body": "text content texte texto testo tekst текст النص טקסט 正文 本文 본문",
    "name": "nom nombre nome naam имя الاسم שם 姓名 名前 이름",
    "about": "über_mich à_propos acerca_de sobre bio biography о_себе نبذة 自己紹介",
}
"""Words for keys that sites have by themselves, in the languages of the catalogue and in others, and in the front
matter of other programs. What a site declares has its words in its settings."""


@cache
def name_keys(kind: KeyTable) -> Mapping[str, str]:
    """The keys of a kind of file, former ones among them, by their folded names."""
    own = fold_names(name for key in kind.yaml_keys for name in (key.name, *key.was))
    return {folded.replace("_", ""): name for folded, name in own.items()} | own


@cache
def name_others(kind: KeyTable) -> Mapping[str, str]:
    """Its keys by other words for them that none of them is called itself."""
    own = name_keys(kind)
    found = {
        fold_key(word): key.name for key in kind.yaml_keys for word in (*OTHERS.get(key.name, "").split(), *key.akin)
    }
    return {word: name for word, name in found.items() if word not in own}


@cache
def name_every(kind: KeyTable) -> Mapping[str, str]:
    """Its keys by all words for them, their own before others."""
    return {**name_others(kind), **name_keys(kind)}
